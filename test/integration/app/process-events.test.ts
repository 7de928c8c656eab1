import {describe, expect, it} from 'vitest';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';

describe('a process', () => {
  it('that is started, restarted and stopped tells each once', async () => {
    await using app = await TestApp.create({config: {processes: {web: IDLE}}});
    await app.begin();
    const {pid} = await app.summary('web');
    expect(await app.event('process.started')).toMatchObject({
      severity: 'info',
      process: 'web',
      message: `web started (pid ${pid})`,
      details: {pid},
    });
    await app.app.restart({name: 'web'});
    const next = await app.summary('web');
    expect(await app.event('process.restarted')).toMatchObject({
      message: `web restarted (pid ${next.pid})`,
      details: {pid: next.pid},
    });
    await app.app.stop({name: 'web'});
    expect(await app.event('process.stopped')).toMatchObject({
      message: 'web stopped',
      details: {exitCode: undefined, signal: 'SIGTERM', uptimeSeconds: expect.any(Number)},
    });
    await app.app.start({name: 'web'});
    expect(await app.happened()).toEqual([
      'process.started',
      'process.restarted',
      'process.stopped',
      'process.started',
    ]);
  });

  it('whose restart is called off by a stop is started anew later', async () => {
    await using web = await ScriptedProcess.create();
    const definition = {cmd: web.command, stop_timeout: '300ms'};
    await using app = await TestApp.create({config: {processes: {web: definition}}});
    await app.begin();
    const run = await web.nextRun();
    await run.ignoreSignals('SIGTERM');
    const restart = app.app.restart({name: 'web'}).catch((error: unknown) => String(error));
    await app.until('web', ({status}) => status === 'stopping');
    await app.app.stop({name: 'web'});
    expect(await restart).toContain('stopped meanwhile');
    await app.app.start({name: 'web'});
    expect(await app.happened()).toEqual(['process.started', 'process.stopped', 'process.started']);
  });

  it('that ends badly has crashed, with its last 20 lines', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    const run = await web.nextRun();
    for (let line = 1; line <= 25; line++) await run.print(`line ${line}`);
    await run.printError('last words');
    await run.exit(3);
    const {message, severity, details} = await app.event('process.crashed');
    expect([severity, message]).toEqual(['critical', 'web crashed (exit code 3)']);
    expect(details).toMatchObject({exitCode: 3, signal: undefined});
    const lines = details['lines'] as readonly string[];
    expect([lines.length, lines.at(-1), lines[0]]).toEqual([20, 'last words', 'line 7']);
    expect(await app.happened()).toEqual(['process.started', 'process.crashed']);
  });

  it('tells of a crash only lines of the run that has crashed', async () => {
    await using web = await ScriptedProcess.create();
    await using app = await TestApp.create({config: {processes: {web: web.command}}});
    await app.begin();
    const first = await web.nextRun();
    await first.print('of the first');
    await app.app.restart({name: 'web'});
    const second = await web.nextRun();
    await second.print('of the second');
    process.kill(-second.pid, 'SIGKILL');
    expect(await app.event('process.crashed')).toMatchObject({
      details: {exitCode: undefined, signal: 'SIGKILL', lines: ['of the second']},
    });
  });

  it('lets no secret of its environment into an event', async () => {
    const cmd = 'echo "$DB_PASSWORD and postgres://me:hunter22@db"; exit 1';
    const env = {DB_PASSWORD: 's3cret-value'};
    await using app = await TestApp.create({config: {processes: {web: {cmd, env}}}});
    await app.begin();
    expect((await app.event('process.crashed')).details['lines']).toEqual([
      '[REDACTED] and postgres://me:[REDACTED]@db',
    ]);
  });

  it('crashes before what needs it is blocked, and what that quotes tells no secret', async () => {
    const env = {DB_PASSWORD: 's3cret-value'};
    const healthcheck = {cmd: 'echo "with $DB_PASSWORD"; exit 1', retries: 1, start_period: '0s'};
    const processes = {
      seed: {cmd: 'echo failing; exit 3', healthcheck: {log: 'ready'}},
      api: {cmd: IDLE, depends_on: ['seed']},
      web: {cmd: IDLE, env, healthcheck: {...healthcheck, interval: '50ms'}},
      app: {cmd: IDLE, depends_on: ['web']},
    };
    await using app = await TestApp.create({config: {processes}});
    await app.begin();
    await app.until('api', ({status}) => status === 'blocked');
    await app.event('health.unhealthy');
    const {events} = await app.app.events({process: ['seed', 'api']});
    expect(events.toReversed().map(({type}) => type)).toEqual([
      'process.started',
      'process.crashed',
      'process.blocked',
    ]);
    const all = [await app.app.events({}), await app.app.why({name: 'web'})];
    const {logs} = await app.app.logs({});
    const shown = JSON.stringify([all, logs, await app.app.process({name: 'web'})]);
    expect(shown).toContain('with [REDACTED]');
    expect(shown).not.toContain('s3cret-value');
  });

  it('that is restarted after a crash tells of no further start, and of the limit', async () => {
    const restart = {policy: 'on-failure', max_restarts: 1, backoff: '10ms'};
    await using app = await TestApp.create({config: {processes: {web: {cmd: 'exit 1', restart}}}});
    await app.begin();
    expect(await app.event('process.restart_limit')).toMatchObject({
      severity: 'critical',
      message:
        'web is not restarted any more, after 1 restart: see `prox why web`, mend it, then `prox restart web`',
      details: {restarts: 1},
    });
    expect(await app.happened()).toEqual([
      'process.started',
      'process.crashed',
      'process.restarted',
      'process.crashed',
      'process.restart_limit',
    ]);
  });

  it('that ends well by itself has stopped', async () => {
    await using app = await TestApp.create({config: {processes: {web: 'exit 0'}}});
    await app.begin();
    expect(await app.event('process.stopped')).toMatchObject({
      message: 'web ended (exit code 0)',
      details: {exitCode: 0},
    });
  });

  it('that obeys a stop by an exit code has stopped, and not crashed', async () => {
    await using web = await ScriptedProcess.create();
    const cmd = `trap 'exit 7' TERM; ${web.command} & wait`;
    await using app = await TestApp.create({config: {processes: {web: cmd}}});
    await app.begin();
    await web.nextRun();
    await app.app.stop({name: 'web'});
    expect(await app.event('process.stopped')).toMatchObject({details: {exitCode: 7}});
    expect(await app.happened()).toEqual(['process.started', 'process.stopped']);
  });

  it('that cannot be started tells why, and blocks what needs it', async () => {
    const processes = {
      web: {cmd: ['no-such-command'], healthcheck: {log: 'ready'}},
      api: {cmd: IDLE, depends_on: ['web']},
    };
    await using app = await TestApp.create({config: {processes}});
    await app.begin();
    expect(await app.event('process.start_failed')).toMatchObject({
      process: 'web',
      message: 'web could not be started: command not found: no-such-command',
      details: {reason: 'command not found: no-such-command'},
    });
    expect(await app.event('process.blocked')).toMatchObject({
      severity: 'warning',
      process: 'api',
      message: expect.stringMatching(/^api is blocked: /),
      details: {on: ['web']},
    });
  });

  it('whose port is taken says by whom', async () => {
    await using holder = await TargetServer.start();
    const {port} = holder;
    await using app = await TestApp.create({config: {processes: {web: {cmd: IDLE, port}}}});
    await app.begin();
    expect(await app.event('system.port_conflict')).toMatchObject({
      severity: 'warning',
      process: 'web',
      message: expect.stringMatching(`web wants port ${port}, which is held by pid ${process.pid}`),
      details: {port, holderPid: process.pid},
    });
  });
});

describe('a task', () => {
  it('that ends well has completed', async () => {
    await using app = await TestApp.create({config: {tasks: {job: 'exit 0'}}});
    await app.begin('job');
    expect(await app.event('task.completed')).toMatchObject({
      process: 'job',
      message: 'job completed (exit code 0)',
      details: {exitCode: 0},
    });
  });

  it('that does not end in time has crashed, and nobody has stopped it', async () => {
    const job = {cmd: `echo working; ${IDLE}`, timeout: '200ms'};
    await using app = await TestApp.create({config: {tasks: {job}}});
    await app.begin('job');
    expect(await app.event('process.crashed')).toMatchObject({
      message: 'job crashed (did not end within 200ms)',
      details: {signal: 'SIGTERM', lines: ['working']},
    });
    expect(await app.happened()).toEqual(['process.started', 'process.crashed']);
  });
});

describe('a query', () => {
  it('takes the name of a group for its members, and knows names that are gone', async () => {
    const processes = {web: IDLE, api: IDLE, db: IDLE};
    await using app = await TestApp.create({config: {processes, groups: {front: ['web', 'api']}}});
    await app.begin();
    const {events} = await app.app.events({process: ['front']});
    expect(new Set(events.map(({process}) => process))).toEqual(new Set(['api', 'web']));
    expect(await app.app.events({process: ['nobody']})).toMatchObject({events: []});
    const {signal} = new AbortController();
    for await (const batch of app.app.followEvents({sinceId: 0, process: ['front']}, {signal})) {
      expect(batch.events).toHaveLength(2);
      break;
    }
  });

  it('sees the stops of a shutdown, which are acknowledged like any other', async () => {
    await using app = await TestApp.create({config: {processes: {web: IDLE}}});
    await app.begin();
    await app.app.shutdown({wait: true});
    expect(await app.happened()).toEqual(['process.started', 'process.stopped']);
    expect(await app.app.countEvents()).toEqual({
      count: 0,
      bySeverity: {warning: 0, critical: 0},
    });
    expect(await app.app.acknowledgeEvents({all: true})).toEqual({acknowledged: 2});
    await expect(app.app.acknowledgeEvent({id: 99})).rejects.toMatchObject({
      code: 'EVENT_NOT_FOUND',
    });
  });
});
