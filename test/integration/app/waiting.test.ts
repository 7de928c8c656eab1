import {describe, expect, it} from 'vitest';
import type {ProcessSummary} from '../../../src/core/process-report.ts';
import {livingChildren} from '../../rig/living-children.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';
const READY = {log: '^ready$'};

const isRunning = ({status}: ProcessSummary): boolean => status === 'running';
const isBlocked = ({status}: ProcessSummary): boolean => status === 'blocked';

/** How many children a process has had. */
async function starts({app}: TestApp, name: string): Promise<number> {
  const {logs} = await app.logs({process: [name], stream: ['prox'], pattern: ' started (pid'});
  return logs.length;
}

/** `web` waits until `db` prints `ready`. */
async function stack(db: ScriptedProcess, web: object = {}): Promise<TestApp> {
  return TestApp.create({
    config: {
      processes: {
        db: {cmd: db.command, healthcheck: READY},
        web: {cmd: IDLE, depends_on: ['db'], ...web},
      },
    },
  });
}

describe('a process that waits', () => {
  it('and is restarted 20 times has one child in the end', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db);
    await app.begin();
    const run = await db.nextRun();
    const restarts = Array.from({length: 20}, () => app.app.restart({name: 'web'}));
    await run.print('ready');
    await Promise.all(restarts);
    const {status, pid} = await app.summary('web');
    expect(status).toBe('running');
    expect(await livingChildren(app.instance, ['web'])).toEqual(new Map([['web', [pid]]]));
  });

  it('and is restarted again and again, before, while and after what it needs comes, has one', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db);
    await app.begin();
    const run = await db.nextRun();
    const restarts: Promise<void>[] = [];
    const restartInTurn = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        restarts.push(app.app.restart({name: 'web'}));
        await app.summary('db');
      }
    };
    await restartInTurn(10);
    await run.print('ready');
    await restartInTurn(10);
    await Promise.all(restarts);
    const {status, pid} = await app.summary('web');
    expect(status).toBe('running');
    expect(await livingChildren(app.instance, ['web'])).toEqual(new Map([['web', [pid]]]));
  });

  it('shares its start with those who start it', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db);
    await app.begin();
    const calls = [app.app.start({name: 'web'}), app.app.start({name: 'web'})];
    let hasAnswered = false;
    void Promise.race(calls).then(() => (hasAnswered = true));
    const run = await db.nextRun();
    await run.print('fence');
    await app.line(/^fence$/);
    expect(hasAnswered).toBe(false);
    await run.print('ready');
    await Promise.all(calls);
    expect(await app.summary('web')).toMatchObject({status: 'running', restarts: 0});
    expect(await starts(app, 'web')).toBe(1);
  });

  it('and is stopped stays stopped when what it needs comes', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db);
    await app.begin();
    const start = app.app.start({name: 'web'}).catch((error: unknown) => error);
    const run = await db.nextRun();
    await app.app.stop({name: 'web'});
    expect(await start).toMatchObject({code: 'PROCESS_NOT_RUNNING'});
    await run.print('ready');
    await app.until('db', ({health}) => health === 'healthy');
    expect(await app.summary('web')).toMatchObject({status: 'stopped', pid: 0});
    await expect(app.app.stop({name: 'web'})).rejects.toMatchObject({code: 'PROCESS_NOT_RUNNING'});
    await app.app.start({name: 'web'});
    expect(await starts(app, 'web')).toBe(1);
  });

  it('is let go by a restart when its definition no longer needs what is missing', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db, {autostart: false});
    await app.begin();
    await db.nextRun();
    const first = app.app.restart({name: 'web'});
    await app.until('web', ({status}) => status === 'waiting');
    await app.project.writeConfig({
      processes: {db: {cmd: db.command, healthcheck: READY}, web: 'echo new; exec sleep 1000'},
    });
    await app.app.restart({name: 'web'});
    await app.line(/^new$/);
    await first;
    expect(await app.summary('web')).toMatchObject({status: 'running', restarts: 0});
  });

  it('shows blocked and why to all who have started it, and starts by itself later', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db);
    await app.begin();
    const calls = [
      app.app.start({name: 'web'}),
      app.app.restart({name: 'web'}),
      app.app.start({name: 'web'}),
    ].map(async call => call.catch((error: unknown) => error));
    await (await db.nextRun()).exit(1);
    for (const answer of await Promise.all(calls)) {
      expect(answer).toMatchObject({
        code: 'SPAWN_FAILED',
        message: expect.stringMatching(/web is blocked: db crashed \(exit code 1\)$/),
        hint: 'Run `prox why web`.',
      });
    }
    await app.app.start({name: 'db'});
    await (await db.nextRun()).print('ready');
    await app.until('web', isRunning);
  });
});

describe('a process that is blocked', () => {
  it('is stopped by a stop, and stays so when what it needs comes', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db);
    await app.begin();
    await (await db.nextRun()).exit(1);
    await app.until('web', isBlocked);
    await app.app.stop({name: 'web'});
    await app.app.start({name: 'db'});
    await (await db.nextRun()).print('ready');
    await app.until('db', ({health}) => health === 'healthy');
    expect(await app.summary('web')).toMatchObject({status: 'stopped', blockedReason: undefined});
  });

  it('tries what it needs again when it is started, and says why that was in vain', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db);
    await app.begin();
    await (await db.nextRun()).exit(1);
    await app.until('web', isBlocked);
    const start = app.app.start({name: 'web'}).catch((error: unknown) => error);
    await (await db.nextRun()).exit(2);
    expect(await start).toMatchObject({
      code: 'SPAWN_FAILED',
      detail: 'web is blocked: db crashed (exit code 2)',
    });
  });
});

describe('a start of one that needs others', () => {
  const needs = {
    web: {cmd: IDLE, depends_on: ['api']},
    api: {cmd: IDLE, depends_on: ['db', 'cache']},
    db: IDLE,
    cache: IDLE,
    docs: IDLE,
  };

  it('brings those that are stopped, never started or crashed, and touches none that runs', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          ...needs,
          db: {cmd: 'test -f ok && exec sleep 1000', autostart: false},
          docs: {cmd: IDLE, autostart: false},
          api: {...needs.api, autostart: false},
          web: {...needs.web, autostart: false},
        },
      },
    });
    await app.begin();
    const {pid} = await app.summary('cache');
    await app.app.start({name: 'db'});
    await app.until('db', ({status}) => status === 'crashed');
    await app.project.write('ok', '');
    await app.app.start({name: 'web'});
    for (const name of ['db', 'api', 'web']) {
      expect(await app.summary(name)).toMatchObject({status: 'running', restarts: 0});
    }
    expect(await app.summary('cache')).toMatchObject({status: 'running', pid});
    expect(await app.summary('docs')).toMatchObject({status: 'stopped'});
  });

  it('brings those that somebody has stopped, as does a restart', async () => {
    await using app = await TestApp.create({config: {processes: needs}});
    await app.begin();
    await app.until('web', isRunning);
    for (const wish of ['start', 'restart'] as const) {
      for (const name of ['web', 'api', 'db']) await app.app.stop({name});
      await app.app[wish]({name: 'web'});
      for (const name of ['db', 'api', 'web']) {
        expect(await app.summary(name)).toMatchObject({status: 'running'});
      }
    }
    expect(await starts(app, 'cache')).toBe(1);
  });

  it('brings back one that is just being stopped', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db, {autostart: false});
    await app.begin();
    const run = await db.nextRun();
    await run.ignoreSignals('SIGTERM');
    const stop = app.app.stop({name: 'db'});
    await run.nextSignal();
    const start = app.app.start({name: 'web'});
    await app.until('web', ({status}) => status === 'waiting');
    await run.exit(0);
    await stop;
    await (await db.nextRun()).print('ready');
    await start;
  });

  it('brings one that has ended well, where others need it healthy', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await stack(db, {autostart: false});
    await app.begin();
    await (await db.nextRun()).exit(0);
    await app.until('db', ({status}) => status === 'stopped');
    const start = app.app.start({name: 'web'});
    await (await db.nextRun()).print('ready');
    await start;
  });

  it('goes by what its definition says now', async () => {
    await using app = await TestApp.create({
      config: {processes: {web: IDLE, db: {cmd: IDLE, autostart: false}}},
    });
    await app.begin();
    await app.app.stop({name: 'web'});
    await app.project.writeConfig({
      processes: {web: {cmd: IDLE, depends_on: ['db']}, db: {cmd: IDLE, autostart: false}},
    });
    await app.app.start({name: 'web'});
    expect(await app.summary('db')).toMatchObject({status: 'running'});
  });

  it('brings nothing when it runs already, or cannot be read', async () => {
    await using app = await TestApp.create({config: {processes: needs}});
    await app.begin();
    await app.until('web', isRunning);
    await app.app.stop({name: 'db'});
    await expect(app.app.start({name: 'web'})).rejects.toMatchObject({
      code: 'PROCESS_ALREADY_RUNNING',
    });
    await app.project.writeConfig('processes: [');
    await expect(app.app.restart({name: 'web'})).rejects.toMatchObject({code: 'CONFIG_INVALID'});
    expect(await app.summary('db')).toMatchObject({status: 'stopped'});
    expect(await app.summary('web')).toMatchObject({status: 'running'});
  });

  it('does not let dependents run when what ended well for now is stopped', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, restart: {policy: 'always', backoff: '30s'}},
          web: {cmd: IDLE, depends_on: ['db'], autostart: false},
        },
      },
    });
    await app.begin();
    await (await db.nextRun()).exit(0);
    await app.until('db', ({nextRestartMs}) => nextRestartMs !== undefined);
    const start = app.app.start({name: 'web'}).catch((error: unknown) => error);
    await app.until('web', ({status}) => status === 'waiting');
    await app.app.stop({name: 'db'});
    expect(await start).toMatchObject({detail: 'web is blocked: db is stopped'});
    expect(await starts(app, 'web')).toBe(0);
  });
});
