import {describe, expect, it} from 'vitest';
import {freePort} from '../../rig/free-port.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import type {ScriptedRun} from '../../rig/scripted-run.ts';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';

/** How many children each has had. */
async function starts({app}: TestApp, ...names: readonly string[]): Promise<readonly number[]> {
  const counts = names.map(async name => {
    const {logs} = await app.logs({process: [name], stream: ['prox'], pattern: ' started (pid'});
    return logs.length;
  });
  return Promise.all(counts);
}

/** The next child of each, which obeys no SIGTERM. */
async function stubborn(...processes: readonly ScriptedProcess[]): Promise<readonly ScriptedRun[]> {
  const runs = await Promise.all(processes.map(async process => process.nextRun()));
  await Promise.all(runs.map(async run => run.ignoreSignals('SIGTERM')));
  return runs;
}

async function wasSignalled(...runs: readonly ScriptedRun[]): Promise<readonly boolean[]> {
  const reports = await Promise.all(runs.map(async run => run.report()));
  return reports.map(({signalsSeen}) => signalsSeen.length > 0);
}

/** Scripted processes, all closed at the end. */
class Cast implements AsyncDisposable {
  readonly #created: ScriptedProcess[] = [];

  async one(): Promise<ScriptedProcess> {
    const process = await ScriptedProcess.create();
    this.#created.push(process);
    return process;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#created.map(async process => process[Symbol.asyncDispose]()));
  }
}

describe('a shutdown', () => {
  it('stops who needs others first, and what does not need each other at the same time', async () => {
    await using cast = new Cast();
    const [web, api, db] = [await cast.one(), await cast.one(), await cast.one()];
    const [worker, docs] = [await cast.one(), await cast.one()];
    await using app = await TestApp.create({
      config: {
        processes: {
          db: db.command,
          api: {cmd: api.command, depends_on: ['db']},
          web: {cmd: web.command, depends_on: ['api']},
          worker: {cmd: worker.command, depends_on: ['db']},
          docs: docs.command,
        },
      },
    });
    await app.begin();
    const [a, b, c, d, e] = await stubborn(web, api, db, worker, docs);
    if (!a || !b || !c || !d || !e) throw new Error('a child is missing');
    const shutdown = app.app.shutdown({wait: true});
    // The shorter chains do not wait for the longest.
    await Promise.all([a.nextSignal(), d.nextSignal(), e.nextSignal()]);
    await Promise.all([d.exit(0), e.exit(0)]);
    await app.until('worker', ({status}) => status === 'stopped');
    await app.until('docs', ({status}) => status === 'stopped');
    expect(await wasSignalled(b, c)).toEqual([false, false]);
    await a.exit(0);
    await b.nextSignal();
    expect(await wasSignalled(c)).toEqual([false]);
    await b.exit(0);
    await c.nextSignal();
    await c.exit(0);
    expect(await shutdown).toEqual({waited: true, failures: []});
  });

  it('takes no longer than its longest chain', async () => {
    const slow = (depends_on: readonly string[]) => ({
      cmd: 'trap "" TERM; while :; do sleep 1; done',
      stop_timeout: '400ms',
      depends_on,
    });
    const alone = Array.from({length: 6}, (_, index): [string, object] => [`c${index}`, slow([])]);
    const pairs = {a1: slow([]), a2: slow(['a1']), b1: slow([]), b2: slow(['b1'])};
    await using app = await TestApp.create({
      config: {processes: {...pairs, ...Object.fromEntries(alone)}},
    });
    await app.begin();
    for (const name of ['a2', 'b2', 'c5']) await app.until(name, ({pid}) => pid > 0);
    const startedAt = performance.now();
    await app.app.shutdown({wait: true});
    const elapsed = performance.now() - startedAt;
    expect(elapsed).toBeGreaterThan(800);
    expect(elapsed).toBeLessThan(2400); // one after the other: 4 s
  });

  it('that is to be over now waits for nobody', async () => {
    await using cast = new Cast();
    const [web, db] = [await cast.one(), await cast.one()];
    await using app = await TestApp.create({
      config: {processes: {db: db.command, web: {cmd: web.command, depends_on: ['db']}}},
    });
    await app.begin();
    const [webRun, dbRun] = await stubborn(web, db);
    const shutdown = app.app.shutdown({wait: true});
    await webRun?.nextSignal();
    app.app.killNow();
    await Promise.all([webRun?.ended, dbRun?.ended]);
    expect(await shutdown).toMatchObject({failures: []});
    for (const name of ['web', 'db']) {
      expect(await app.summary(name)).toMatchObject({signal: 'SIGKILL'});
    }
  });

  it('ends a long chain of those that wait at once, and none of them says that it is blocked', async () => {
    await using db = await ScriptedProcess.create();
    const chain = Array.from({length: 30}, (_, index): [string, object] => [
      `p${index}`,
      {cmd: IDLE, depends_on: [index === 0 ? 'db' : `p${index - 1}`]},
    ]);
    const processes = {
      db: {cmd: db.command, healthcheck: {log: '^ready$'}},
      ...Object.fromEntries(chain),
    };
    await using app = await TestApp.create({config: {processes}});
    await app.begin();
    const [run] = await stubborn(db);
    const shutdown = app.app.shutdown({wait: true});
    await run?.nextSignal();
    const list = await app.app.processes();
    expect(list.processes.filter(({status}) => status === 'stopped')).toHaveLength(30);
    await run?.exit(0);
    expect(await shutdown).toMatchObject({failures: []});
    const {logs} = await app.app.logs({pattern: 'is blocked'});
    expect(logs).toEqual([]);
  });

  it('ends the tasks that run, and what waits for them never starts', async () => {
    await using migrate = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        tasks: {migrate: migrate.command},
        processes: {web: {cmd: IDLE, depends_on: ['migrate']}},
      },
    });
    await app.begin();
    const [run] = await stubborn(migrate);
    const shutdown = app.app.shutdown({wait: true});
    await run?.nextSignal();
    await run?.exit(0);
    await shutdown;
    expect(await starts(app, 'web')).toEqual([0]);
    expect(await app.summary('migrate')).toMatchObject({status: 'stopped', exitCode: 0});
  });

  it('lets nothing start that comes to its turn while others are still being stopped', async () => {
    await using cast = new Cast();
    const [front, migrate] = [await cast.one(), await cast.one()];
    await using app = await TestApp.create({
      config: {
        tasks: {migrate: migrate.command},
        processes: {
          web: {cmd: IDLE, depends_on: ['migrate']},
          front: {cmd: front.command, depends_on: ['web']},
        },
      },
    });
    await app.begin();
    await (await migrate.nextRun()).exit(0);
    const [run] = await stubborn(front);
    await app.app.stop({name: 'web'});
    await app.app.restart({name: 'migrate'});
    const start = app.app.start({name: 'web'}).catch((error: unknown) => error);
    await app.until('web', ({status}) => status === 'waiting');
    const shutdown = app.app.shutdown({wait: true});
    expect(await start).toMatchObject({code: 'SHUTDOWN_IN_PROGRESS'});
    await run?.nextSignal();
    await (await migrate.nextRun()).exit(0);
    await app.until('migrate', ({status}) => status === 'completed');
    await run?.exit(0);
    await shutdown;
    expect(await starts(app, 'web')).toEqual([1]);
  });

  it('lets nothing restart that crashes or is unhealthy while others are still being stopped', async () => {
    await using cast = new Cast();
    const [web, db] = [await cast.one(), await cast.one()];
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, restart: {policy: 'always', backoff: 0}},
          web: {cmd: web.command, depends_on: ['db']},
        },
      },
    });
    await app.begin();
    const [run] = await stubborn(web);
    const shutdown = app.app.shutdown({wait: true});
    await run?.nextSignal();
    await (await db.nextRun()).exit(1);
    await app.until('db', ({status}) => status === 'crashed');
    await run?.exit(0);
    await shutdown;
    expect(await starts(app, 'db')).toEqual([1]);
  });

  it('calls off the restart that is due', async () => {
    await using cast = new Cast();
    const [web, db] = [await cast.one(), await cast.one()];
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, restart: {policy: 'always', backoff: '30s'}},
          web: {cmd: web.command, depends_on: ['db']},
        },
      },
    });
    await app.begin();
    const [run] = await stubborn(web);
    await (await db.nextRun()).exit(1);
    await app.until('db', ({nextRestartMs}) => nextRestartMs !== undefined);
    const shutdown = app.app.shutdown({wait: true});
    await run?.nextSignal();
    expect(await app.summary('db')).toMatchObject({status: 'stopped', nextRestartMs: undefined});
    await run?.exit(0);
    await shutdown;
  });

  it('refuses every wish that comes later', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        tasks: {migrate: {cmd: 'true', depends_on: ['web']}},
        dependencies: {vpn: {check: {tcp: await freePort()}}},
        processes: {
          db: db.command,
          web: {cmd: IDLE, depends_on: ['vpn'], autostart: false},
        },
        groups: {all_of_it: ['db', 'web']},
      },
    });
    await app.begin('db');
    const [run] = await stubborn(db);
    const shutdown = app.app.shutdown({wait: true});
    for (const name of ['db', 'web', 'migrate', 'vpn', 'all_of_it']) {
      for (const wish of ['start', 'stop', 'restart'] as const) {
        await expect(app.app[wish]({name})).rejects.toMatchObject({code: 'SHUTDOWN_IN_PROGRESS'});
      }
    }
    await app.app.begin({names: ['web'], apiUrl: 'http://127.0.0.1:1'});
    await run?.exit(0);
    await shutdown;
    expect(await starts(app, 'web', 'migrate')).toEqual([0, 0]);
    expect(await app.summary('vpn')).toMatchObject({status: 'stopped'});
  });
});
