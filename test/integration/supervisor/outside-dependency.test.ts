import {describe, expect, it} from 'vitest';
import {systemClock} from '../../../src/core/clock.ts';
import {ProxError} from '../../../src/core/errors.ts';
import {DependencyBench, passPause} from '../../rig/dependency-bench.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {freePort} from '../../rig/free-port.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TargetServer} from '../../rig/target-server.ts';

/** Not 1000: that is how long the pipes of an ended command are read. */
const INTERVAL = 700;
/** Is over before the second check. */
const TIMEOUT = 650;
const WATCH_INTERVAL = 10_000;

function tcp(port: number) {
  return {type: 'tcp', host: 'localhost', port} as const;
}

function http(port: number) {
  return {
    type: 'http',
    url: `http://127.0.0.1:${port}/health?key=secret`,
    status: undefined,
  } as const;
}

describe('an outside dependency', () => {
  it('is stopped until it is asked for, and running as soon as it answers', async () => {
    await using server = await TargetServer.start();
    await using bench = await DependencyBench.create({
      config: {check: tcp(server.port)},
      clock: new FakeClock(),
    });
    expect(bench.status).toBe('stopped');
    bench.dependency.begin();
    bench.dependency.begin();
    expect(bench.status).toBe('starting');
    await bench.line(/^db is there$/);
    await bench.until(({state}) => state.status === 'running');
    expect(bench.dependency.view).toMatchObject({
      health: {health: 'healthy'},
      startUp: {askedAt: 0, portOpenAt: 0, healthyAt: 0, readyAt: 0},
    });
  });

  it('is asked every interval until it answers', async () => {
    const port = await freePort();
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({config: {check: tcp(port)}, clock});
    bench.dependency.begin();
    await passPause(clock, INTERVAL);
    await clock.timerArmed(INTERVAL);
    expect(bench.dependency.view).toMatchObject({
      state: {status: 'starting'},
      health: {health: 'unknown', lastOutput: `connection refused (localhost:${port})`},
    });
    await using _server = await TargetServer.start({port});
    clock.advance(INTERVAL);
    await bench.line(/^db is there, after 1s$/);
    expect(bench.dependency.view.startUp).toMatchObject({readyAt: 2 * INTERVAL});
  });

  it('is crashed with the reason when its time is up, and recovers when it comes late', async () => {
    const port = await freePort();
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: tcp(port), timeoutMs: 1350},
      clock,
    });
    bench.dependency.begin();
    await passPause(clock, INTERVAL);
    await passPause(clock, INTERVAL);
    expect(bench.status).toBe('crashed');
    expect(bench.reason).toBe(`not there after 1s: connection refused (localhost:${port})`);
    await bench.line(/^db is not there after 1s: connection refused/);
    await clock.timerArmed(INTERVAL);
    await using _server = await TargetServer.start({port});
    clock.advance(INTERVAL);
    await bench.line(/^db is there, after 2s$/);
    expect(bench.dependency.view).toMatchObject({
      state: {status: 'running'},
      health: {health: 'healthy'},
    });
    expect(bench.warnings).toEqual([]);
  });

  it('is taken for granted with a warning when its failure is to warn only', async () => {
    const port = await freePort();
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: tcp(port), timeoutMs: TIMEOUT, onFailure: 'warn'},
      clock,
    });
    bench.dependency.begin();
    await clock.timerArmed(INTERVAL);
    clock.advance(TIMEOUT);
    const words = `not there after 650ms: connection refused (localhost:${port})`;
    expect(bench.dependency.view).toMatchObject({
      state: {status: 'running'},
      health: {health: 'unhealthy', lastOutput: words},
    });
    expect(bench.warnings).toEqual([`db is ${words}; what needs it starts all the same`]);
    await using _server = await TargetServer.start({port});
    clock.advance(INTERVAL - TIMEOUT);
    await bench.line(/^db is there, after 700ms$/);
    expect(bench.dependency.view.health.health).toBe('healthy');
  });

  it('stays running when it goes away later, unhealthy after three checks, and healthy again', async () => {
    const port = await freePort();
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({config: {check: tcp(port)}, clock});
    await using lost = await TargetServer.start({port});
    bench.dependency.begin();
    await bench.line(/^db is there$/);
    await clock.timerArmed(WATCH_INTERVAL);
    await lost[Symbol.asyncDispose]().catch(() => undefined);
    for (let check = 0; check < 3; check += 1) {
      expect(bench.dependency.view.health.health).toBe('healthy');
      await passPause(clock, WATCH_INTERVAL);
    }
    await bench.line(/^db is unhealthy: 3 checks failed \(connection refused \(localhost:\d+\)\)$/);
    expect(bench.dependency.view).toMatchObject({
      state: {status: 'running'},
      health: {health: 'unhealthy'},
    });
    await clock.timerArmed(WATCH_INTERVAL);
    await using _back = await TargetServer.start({port});
    clock.advance(WATCH_INTERVAL);
    await bench.line(/^db is healthy again$/);
    expect(bench.dependency.view.health.health).toBe('healthy');
  });

  it('gives up a check that hangs, without a secret of its URL in what is said', async () => {
    await using server = await TargetServer.start();
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: http(server.port), timeoutMs: 5500},
      clock,
    });
    bench.dependency.begin();
    await server.next();
    // Half of its time, so that a start command can follow.
    clock.advance(2750);
    await clock.timerArmed(INTERVAL);
    expect(bench.dependency.view.health.lastOutput).toBe(
      `no answer within 2s (http://127.0.0.1:${server.port}/health)`,
    );
    clock.advance(INTERVAL);
    // What is given up is given up on the wire, too; the next check is asked in its place.
    (await server.next()).respond({status: 500});
    await clock.timerArmed(INTERVAL);
    expect(bench.dependency.view.health.lastOutput).toBe(
      `answered 500 (http://127.0.0.1:${server.port}/health)`,
    );
  });

  it('fails in time though the first check has not ended', async () => {
    await using server = await TargetServer.start();
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: http(server.port), timeoutMs: 2000},
      clock,
    });
    bench.dependency.begin();
    await server.next();
    clock.advance(2000);
    expect(bench.reason).toBe('not there after 2s: the first check has not ended yet');
  });
});

describe('a check command', () => {
  it('runs in the folder and environment of the dependency', async () => {
    await using bench = await DependencyBench.create({
      config: {check: {type: 'cmd', cmd: 'echo "$WORD $(pwd) $PROX_PROCESS"'}},
      clock: new FakeClock(),
      env: async () => ({PATH: process.env['PATH'] ?? '', WORD: 'blue'}),
    });
    bench.dependency.begin();
    await bench.until(({state}) => state.status === 'running');
    expect(bench.dependency.view.health.lastOutput).toBe(`blue ${bench.dir} db`);
  });

  it('is killed with its whole group when it hangs', async () => {
    await using check = await ScriptedProcess.create();
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: {type: 'cmd', cmd: check.command}},
      clock,
    });
    bench.dependency.begin();
    const run = await check.nextRun();
    const grandchild = await run.spawnGrandchild({ignoresSigterm: true, holdsStdout: true});
    clock.advance(5000);
    await Promise.all([run.ended, grandchild.ended]);
    await clock.timerArmed(INTERVAL);
    expect(bench.dependency.view.health.lastOutput).toBe('the check did not end within 5s');
  });

  it('leaves nothing behind: not in its group, and outside of it not after the close', async () => {
    await using check = await ScriptedProcess.create();
    await using bench = await DependencyBench.create({
      config: {check: {type: 'cmd', cmd: check.command}},
      clock: new FakeClock(),
    });
    bench.dependency.begin();
    const run = await check.nextRun();
    const grandchild = await run.spawnGrandchild();
    const stray = await run.spawnGrandchild({detached: true});
    await run.exit(0);
    await grandchild.ended;
    await bench.until(({state}) => state.status === 'running');
    await bench.dependency.close();
    await expect(stray.ended).resolves.toBeUndefined();
  });

  it('is ended by the close', async () => {
    await using check = await ScriptedProcess.create();
    await using bench = await DependencyBench.create({
      config: {check: {type: 'cmd', cmd: check.command}},
      clock: new FakeClock(),
    });
    bench.dependency.begin();
    const run = await check.nextRun();
    await run.ignoreSignals();
    await bench.dependency.close();
    await run.ended;
    expect(bench.status).toBe('stopped');
    bench.dependency.begin();
    expect(bench.status).toBe('stopped');
  });

  it('that fails says how it ended', async () => {
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: {type: 'cmd', cmd: 'echo trying; echo no response >&2; exit 2'}},
      clock,
    });
    bench.dependency.begin();
    await clock.timerArmed(INTERVAL);
    expect(bench.dependency.view.health.lastOutput).toBe(
      'the check ended with exit code 2: no response',
    );
  });

  it('that has no environment is a failed check', async () => {
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: {type: 'cmd', cmd: 'true'}, timeoutMs: TIMEOUT},
      clock,
      env: async () => {
        throw new ProxError('ENV_FILE_UNREADABLE', {detail: '.env: it is gone'});
      },
    });
    bench.dependency.begin();
    await clock.timerArmed(INTERVAL);
    clock.advance(TIMEOUT);
    expect(bench.reason).toBe('not there after 650ms: Cannot read env file: .env: it is gone');
  });
});

describe('a restart of a dependency', () => {
  it('is one for all who ask while it is under way, and checks anew', async () => {
    await using server = await TargetServer.start();
    await using bench = await DependencyBench.create({
      config: {check: http(server.port)},
      clock: new FakeClock(),
    });
    bench.dependency.begin();
    (await server.next()).respond();
    await bench.line(/^db is there$/);
    const restarts = Array.from({length: 5}, async () => bench.dependency.restart());
    expect(bench.status).toBe('starting');
    const check = await server.next();
    restarts.push(bench.dependency.restart());
    check.respond();
    await Promise.all(restarts);
    await bench.line(/^db is there$/);
    expect(bench.status).toBe('running');
    expect(server.seen).toHaveLength(2);
  });

  it('cuts short the check that runs', async () => {
    await using server = await TargetServer.start();
    await using bench = await DependencyBench.create({
      config: {check: http(server.port)},
      clock: new FakeClock(),
    });
    bench.dependency.begin();
    const hanging = await server.next();
    const restarted = bench.dependency.restart();
    await hanging.closed;
    (await server.next()).respond();
    await restarted;
    expect(bench.status).toBe('running');
  });

  it('fails when it does not come', async () => {
    const port = await freePort();
    await using bench = await DependencyBench.create({
      config: {check: tcp(port), timeoutMs: 50, intervalMs: 20},
      clock: systemClock,
    });
    await expect(bench.dependency.restart()).rejects.toMatchObject({
      code: 'SPAWN_FAILED',
      detail: `db: not there after 50ms: connection refused (localhost:${port})`,
    });
  });

  it('ends with the close', async () => {
    await using server = await TargetServer.start();
    await using bench = await DependencyBench.create({
      config: {check: http(server.port)},
      clock: new FakeClock(),
    });
    const restarted = bench.dependency.restart();
    await server.next();
    await Promise.all([
      expect(restarted).rejects.toMatchObject({code: 'SHUTDOWN_IN_PROGRESS'}),
      bench.dependency.close(),
    ]);
  });
});

describe('a redefined dependency', () => {
  it('is checked anew, and those who wait for a restart wait for that', async () => {
    await using before = await TargetServer.start();
    await using after = await TargetServer.start();
    await using bench = await DependencyBench.create({
      config: {check: http(before.port)},
      clock: new FakeClock(),
    });
    const restarted = bench.dependency.restart();
    const hanging = await before.next();
    bench.dependency.redefine({...bench.config, check: http(after.port)});
    await hanging.closed;
    (await after.next()).respond();
    await restarted;
    expect(bench.dependency.view).toMatchObject({
      state: {status: 'running'},
      config: {check: {url: expect.stringContaining(String(after.port))}},
    });
  });

  it('is left alone until it is asked for', async () => {
    await using server = await TargetServer.start();
    await using bench = await DependencyBench.create({
      config: {check: tcp(1)},
      clock: new FakeClock(),
    });
    bench.dependency.redefine({...bench.config, check: tcp(server.port)});
    expect(bench.status).toBe('stopped');
    bench.dependency.begin();
    await bench.line(/^db is there$/);
  });
});
