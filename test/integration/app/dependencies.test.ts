import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {ProcessSummary} from '../../../src/core/process-report.ts';
import {freePort} from '../../rig/free-port.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';
/** Healthy when the child prints `ready`. */
const READY = {log: '^ready$'};
/** Healthy as long as the file `ok` is in the project. */
const FILE = {cmd: 'test -f ok', interval: '50ms', start_period: 0, retries: 1};

const isRunning = ({status}: ProcessSummary): boolean => status === 'running';
const isWaiting = ({status}: ProcessSummary): boolean => status === 'waiting';
const isBlocked = ({status}: ProcessSummary): boolean => status === 'blocked';

describe('a process starts', () => {
  it('as soon as what it needs runs, when that is to be started', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {cmd: IDLE, depends_on: {db: 'started'}},
          db: {cmd: db.command, healthcheck: READY},
        },
      },
    });
    await app.begin();
    await app.until('web', isRunning);
    await db.nextRun();
    expect(await app.summary('db')).toMatchObject({status: 'running', health: 'unknown'});
  });

  it('when what it needs is healthy, and tells until then what it waits for', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {cmd: IDLE, depends_on: ['db']},
          db: {cmd: db.command, healthcheck: READY},
        },
      },
    });
    await app.begin();
    await app.line(/^web waits for db$/);
    const run = await db.nextRun();
    await run.print('not ready');
    await app.line(/^not ready$/);
    expect(await app.summary('web')).toMatchObject({
      status: 'waiting',
      pid: 0,
      waitingOn: ['db'],
      ready: false,
    });
    await run.print('ready');
    await app.line(/^db is healthy$/);
    await app.line(/^web started/);
    expect(await app.until('web', isRunning)).toMatchObject({waitingOn: [], ready: true});
    const {logs} = await app.app.logs({process: ['web'], pattern: 'is blocked'});
    expect(logs).toEqual([]);
  });

  it('when the task that it needs is completed', async () => {
    await using migrate = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        tasks: {migrate: migrate.command},
        processes: {web: {cmd: IDLE, depends_on: ['migrate']}},
      },
    });
    await app.begin();
    const run = await migrate.nextRun();
    expect(await app.until('migrate', isRunning)).toMatchObject({ready: false});
    expect(await app.summary('web')).toMatchObject({status: 'waiting', waitingOn: ['migrate']});
    await run.exit(0);
    await app.until('web', isRunning);
    expect(await app.summary('migrate')).toMatchObject({status: 'completed', ready: true});
  });

  it('when all that it needs is there, and not before', async () => {
    await using db = await ScriptedProcess.create();
    await using migrate = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        tasks: {migrate: migrate.command},
        processes: {
          db: {cmd: db.command, healthcheck: READY},
          web: {cmd: IDLE, depends_on: ['db', 'migrate']},
        },
      },
    });
    await app.begin();
    await (await migrate.nextRun()).exit(0);
    await app.until('web', ({waitingOn}) => waitingOn.join() === 'db');
    expect(await app.summary('web')).toMatchObject({status: 'waiting', pid: 0});
    await (await db.nextRun()).print('ready');
    await app.until('web', isRunning);
  });

  it('when an outside dependency answers, however late', async () => {
    const port = await freePort();
    await using app = await TestApp.create({
      config: {
        dependencies: {db: {check: {tcp: port}, interval: '50ms', timeout: '100ms'}},
        processes: {web: {cmd: IDLE, depends_on: ['db']}, api: {cmd: IDLE, depends_on: ['web']}},
      },
    });
    await app.begin();
    await app.line(/^web waits for db$/);
    await app.until('api', isBlocked);
    const {reason} = await app.summary('db');
    expect(reason).toMatch(/^not there after 100ms: connection refused/);
    for (const name of ['web', 'api']) {
      expect(await app.summary(name)).toMatchObject({blockedReason: `db crashed (${reason})`});
    }
    await using _db = await TargetServer.start({port});
    await Promise.all([app.until('web', isRunning), app.until('api', isRunning)]);
  });
});

describe('what needs another is blocked', () => {
  it('within a second when that exits before it is ready, and starts when it comes after all', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, healthcheck: READY},
          web: {cmd: IDLE, depends_on: ['db']},
        },
      },
    });
    await app.begin();
    await (await db.nextRun()).exit(1);
    const diedAt = performance.now();
    const blocked = await app.until('web', isBlocked);
    expect(performance.now() - diedAt).toBeLessThan(1000);
    expect(blocked).toMatchObject({
      pid: 0,
      waitingOn: ['db'],
      blockedReason: 'db crashed (exit code 1)',
    });
    await app.line(/^web is blocked: db crashed \(exit code 1\)$/);
    expect(await app.app.health()).toMatchObject({status: 'degraded'});

    await app.app.start({name: 'db'});
    await app.until('web', isWaiting);
    await (await db.nextRun()).print('ready');
    expect(await app.until('web', isRunning)).toMatchObject({blockedReason: undefined});
  });

  it('when that is killed', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, healthcheck: READY},
          web: {cmd: IDLE, depends_on: ['db']},
        },
      },
    });
    await app.begin();
    await (await db.nextRun()).crash('SIGKILL');
    expect(await app.until('web', isBlocked)).toMatchObject({
      blockedReason: 'db crashed (killed by SIGKILL)',
    });
  });

  it('when that cannot be spawned at all', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {db: {cmd: ['no-such-command']}, web: {cmd: IDLE, depends_on: ['db']}},
      },
    });
    await app.begin();
    expect(await app.until('web', isBlocked)).toMatchObject({
      blockedReason: 'db crashed (command not found: no-such-command)',
    });
  });

  it('when that has ended well before it was ready', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, healthcheck: READY},
          web: {cmd: IDLE, depends_on: ['db']},
          worker: {cmd: IDLE, depends_on: {db: 'started'}},
        },
      },
    });
    await app.begin();
    await (await db.nextRun()).exit(0);
    expect(await app.until('web', isBlocked)).toMatchObject({blockedReason: 'db has ended'});
    await app.until('worker', isRunning);
  });

  it('by the root of a chain, whoever stands between, and all start when that is mended', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {cmd: IDLE, depends_on: ['api']},
          api: {cmd: IDLE, depends_on: ['cache', 'db']},
          cache: {cmd: IDLE, depends_on: ['db']},
          db: {cmd: db.command, healthcheck: READY},
        },
      },
    });
    await app.begin();
    await (await db.nextRun()).exit(1);
    const blocked = await app.until('web', isBlocked);
    expect(blocked).toMatchObject({waitingOn: ['api']});
    for (const name of ['web', 'api', 'cache']) {
      expect(await app.summary(name)).toMatchObject({blockedReason: 'db crashed (exit code 1)'});
    }
    await app.app.restart({name: 'db'});
    await (await db.nextRun()).print('ready');
    for (const name of ['cache', 'api', 'web']) await app.line(new RegExp(`^${name} started`));
    await app.until('web', isRunning);
  });

  it('when that is stopped by hand, until somebody starts it', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, healthcheck: READY},
          web: {cmd: IDLE, depends_on: ['db']},
        },
      },
    });
    await app.begin();
    const run = await db.nextRun();
    await run.ignoreSignals('SIGTERM');
    const stop = app.app.stop({name: 'db'});
    await run.nextSignal();
    expect(await app.summary('web')).toMatchObject({
      status: 'blocked',
      blockedReason: 'db is being stopped',
    });
    await run.exit(0);
    await stop;
    expect(await app.summary('web')).toMatchObject({blockedReason: 'db is stopped'});
    await app.app.start({name: 'db'});
    await (await db.nextRun()).print('ready');
    await app.until('web', isRunning);
  });
});

describe('a dependency', () => {
  it('that flaps lets nobody start while it is unhealthy', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: IDLE, healthcheck: FILE},
          web: {cmd: IDLE, depends_on: ['db'], autostart: false},
        },
      },
      files: {ok: ''},
    });
    const ok = join(app.project.dir, 'ok');
    await app.begin();
    for (let turn = 0; turn < 3; turn++) {
      await app.until('db', ({health}) => health === 'healthy');
      await app.app.restart({name: 'web'});
      expect(await app.summary('web')).toMatchObject({status: 'running'});
      await rm(ok);
      await app.until('db', ({health}) => health === 'unhealthy');
      expect(await app.summary('web')).toMatchObject({status: 'running'});
      await app.app.stop({name: 'web'});
      await expect(app.app.restart({name: 'web'})).rejects.toMatchObject({code: 'SPAWN_FAILED'});
      expect(await app.summary('web')).toMatchObject({
        status: 'blocked',
        blockedReason: 'db is unhealthy (exit code 1)',
      });
      await app.project.write('ok', '');
      await app.until('web', isRunning);
    }
  });

  it('that becomes healthy after it was given up is welcome', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {db: {cmd: IDLE, healthcheck: FILE}, web: {cmd: IDLE, depends_on: ['db']}},
      },
    });
    await app.begin();
    await app.until('web', isBlocked);
    await app.project.write('ok', '');
    await app.line(/^db is healthy again$/);
    await app.until('web', isRunning);
  });

  it('that will be restarted is waited for, and blocks when it is given up', async () => {
    await using db = await ScriptedProcess.create();
    const restart = {policy: 'on-failure', max_restarts: 1, backoff: '1ms'};
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, healthcheck: READY, restart},
          web: {cmd: IDLE, depends_on: ['db']},
        },
      },
    });
    await app.begin();
    await (await db.nextRun()).exit(1);
    const second = await db.nextRun();
    expect(await app.summary('web')).toMatchObject({status: 'waiting'});
    await second.exit(1);
    expect(await app.until('web', isBlocked)).toMatchObject({
      blockedReason: 'db crashed (exit code 1, given up after 1 restart)',
    });
    const log = await app.app.logs({process: ['web'], pattern: 'blocked'});
    expect(log.logs).toHaveLength(1);
  });

  it('that is restarted, stopped or crashes takes nobody with it', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {processes: {db: db.command, web: {cmd: IDLE, depends_on: ['db']}}},
    });
    await app.begin();
    const {pid} = await app.until('web', isRunning);
    await db.nextRun();
    await app.app.restart({name: 'db'});
    await (await db.nextRun()).exit(1);
    await app.until('db', ({status}) => status === 'crashed');
    await app.app.start({name: 'db'});
    await app.app.stop({name: 'db'});
    expect(await app.summary('web')).toMatchObject({status: 'running', pid, restarts: 0});
  });

  it('that is unhealthy keeps nobody from running, also not one that is to be restarted', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {db: {cmd: IDLE, healthcheck: FILE}, web: {cmd: IDLE, depends_on: ['db']}},
      },
      files: {ok: ''},
    });
    await app.begin();
    const {pid} = await app.until('web', isRunning);
    await rm(join(app.project.dir, 'ok'));
    await app.until('db', ({health}) => health === 'unhealthy');
    await expect(app.app.restart({name: 'web'})).rejects.toMatchObject({
      code: 'SPAWN_FAILED',
      detail: 'web is blocked: db is unhealthy (exit code 1)',
    });
    expect(await app.summary('web')).toMatchObject({status: 'running', pid, restarts: 0});
  });

  it('that is restarted while another waits for it is waited for again', async () => {
    await using db = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        processes: {
          db: {cmd: db.command, healthcheck: READY},
          web: {cmd: IDLE, depends_on: ['db']},
        },
      },
    });
    await app.begin();
    const first = await db.nextRun();
    await first.ignoreSignals('SIGTERM');
    const restart = app.app.restart({name: 'db'});
    await first.nextSignal();
    await first.print('ready');
    await app.line(/^ready$/);
    expect(await app.summary('web')).toMatchObject({status: 'waiting', waitingOn: ['db']});
    await first.exit(0);
    await restart;
    expect(await app.summary('web')).toMatchObject({status: 'waiting'});
    await (await db.nextRun()).print('ready');
    await app.until('web', isRunning);
    const {logs} = await app.app.logs({process: ['web'], pattern: 'blocked'});
    expect(logs).toEqual([]);
  });
});
