import {stat} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {systemClock} from '../../../src/core/clock.ts';
import {bootId, findProcess} from '../../../src/os/process-table.ts';
import {endLeftovers} from '../../../src/supervisor/leftovers.ts';
import {DependencyBench, passPause} from '../../rig/dependency-bench.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {freePort} from '../../rig/free-port.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TargetServer} from '../../rig/target-server.ts';

const INTERVAL = 700;
/** Is over before the second check. */
const TIMEOUT = 650;

function tcp(port: number) {
  return {type: 'tcp', host: 'localhost', port} as const;
}

describe('the start command of a dependency', () => {
  it('is not run when the first check finds it there', async () => {
    await using server = await TargetServer.start();
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: tcp(server.port), start: 'true'},
      clock,
    });
    bench.dependency.begin();
    await bench.line(/^db is there$/);
    await server[Symbol.asyncDispose]().catch(() => undefined);
    await passPause(clock, 10_000);
    await clock.timerArmed(10_000);
    expect(await bench.said('starts it')).toEqual([]);
  });

  it('is run in time though the first check hangs', async () => {
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: {type: 'cmd', cmd: 'exec sleep 1000'}, start: 'true', timeoutMs: 3000},
      clock,
    });
    bench.dependency.begin();
    await clock.timerArmed(1500);
    clock.advance(1500);
    await bench.line(/starts it/);
    expect(bench.status).toBe('starting');
  });

  it('is run once when the first check fails, also over a restart', async () => {
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: tcp(await freePort()), start: 'true', timeoutMs: TIMEOUT},
      clock,
    });
    bench.dependency.begin();
    await bench.line(/^db: starts it with true$/);
    await clock.timerArmed(INTERVAL);
    clock.advance(TIMEOUT);
    const restarted = bench.dependency.restart();
    await clock.timerArmed(INTERVAL);
    clock.advance(TIMEOUT);
    await expect(restarted).rejects.toMatchObject({code: 'SPAWN_FAILED'});
    expect(await bench.said('starts it')).toEqual(['db: starts it with true']);
  });

  it('brings up what survives the close of prox and the sweep after its death', async () => {
    await using db = await ScriptedProcess.create();
    const port = await freePort();
    await using bench = await DependencyBench.create({
      config: {check: tcp(port), start: `${db.command} &`, intervalMs: 20},
      clock: systemClock,
      env: async () => ({
        PATH: process.env['PATH'] ?? '',
        WORD: 'blue',
        PROX_INSTANCE: 'of a prox above',
        PROX_PROCESS: 'shell',
      }),
    });
    bench.dependency.begin();
    const run = await db.nextRun();
    await run.listen(port);
    await bench.line(/^db is there, after/);
    await bench.dependency.close();
    const {instance} = bench;
    expect(await endLeftovers({instance, bootId: bootId(), groups: []}, systemClock)).toEqual([]);
    await run.print('still writing');
    const {env, cwd} = await run.report();
    expect(cwd).toBe(bench.dir);
    expect(env).toMatchObject({WORD: 'blue'});
    expect(Object.keys(env).filter(key => key.startsWith('PROX_'))).toEqual([]);
    expect(await bench.linesOf('db.log')).toEqual(['still writing']);
    expect((await stat(bench.outputFile)).mode & 0o777).toBe(0o600);
    const [child, own] = [await findProcess(run.pid), await findProcess(process.pid)];
    expect(child?.session).not.toBe(own?.session);
  });

  it('keeps the output of what an earlier prox has started apart', async () => {
    await using db = await ScriptedProcess.create();
    const config = {check: tcp(await freePort()), start: `${db.command} &`, intervalMs: 20};
    await using bench = await DependencyBench.create({config, clock: systemClock});
    bench.dependency.begin();
    const first = await db.nextRun();
    bench.dependency.redefine({...bench.config, start: `echo new; ${db.command} &`});
    const second = await db.nextRun();
    await first.print('old');
    await second.print('newer');
    expect(await bench.linesOf('db.log')).toEqual(['new', 'newer']);
  });

  it('that fails is part of the reason, with its last lines in the log, and is run again by a restart', async () => {
    const port = await freePort();
    const clock = new FakeClock();
    const start = 'echo run >>runs; seq 30; echo no space left >&2; exit 3';
    await using bench = await DependencyBench.create({
      config: {check: tcp(port), start, timeoutMs: TIMEOUT},
      clock,
    });
    bench.dependency.begin();
    await bench.line(/^db: starts it with/);
    expect(await bench.line(/./)).toBe('12');
    await bench.line(/^30$/);
    await bench.line(/^no space left$/);
    await bench.line(/^db: its start command ended with exit code 3: no space left$/);
    await clock.timerArmed(INTERVAL);
    clock.advance(TIMEOUT);
    expect(bench.reason).toBe(
      `not there after 650ms: connection refused (localhost:${port}); ` +
        'its start command ended with exit code 3: no space left',
    );
    const restarted = bench.dependency.restart();
    await bench.line(/^db: its start command ended/);
    await clock.timerArmed(INTERVAL);
    clock.advance(TIMEOUT);
    await expect(restarted).rejects.toMatchObject({code: 'SPAWN_FAILED'});
    expect(await bench.linesOf('runs')).toEqual(['run', 'run']);
  });

  it('that still runs when the time is up shows what it has written', async () => {
    await using db = await ScriptedProcess.create();
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {check: tcp(await freePort()), start: db.command, timeoutMs: TIMEOUT},
      clock,
    });
    bench.dependency.begin();
    const run = await db.nextRun();
    await run.print('pulls an image');
    await clock.timerArmed(INTERVAL);
    clock.advance(TIMEOUT);
    await bench.line(/^db is not there after 650ms/);
    await bench.line(/^pulls an image$/);
    await run.crash('SIGKILL');
    expect(await bench.line(/start command/)).toBe(
      'db: its start command was killed by SIGKILL: pulls an image',
    );
  });

  it('that is not found says so', async () => {
    await using bench = await DependencyBench.create({
      config: {check: tcp(await freePort()), start: 'no-such-program --now'},
      clock: new FakeClock(),
    });
    bench.dependency.begin();
    expect(await bench.line(/start command/)).toMatch(
      /^db: its start command ended with exit code 127: .*no-such-program.*not found$/,
    );
  });

  it('that cannot be spawned says why', async () => {
    const clock = new FakeClock();
    await using bench = await DependencyBench.create({
      config: {
        check: tcp(await freePort()),
        start: 'true',
        cwd: '/no/such/folder',
        timeoutMs: TIMEOUT,
      },
      clock,
    });
    bench.dependency.begin();
    await bench.line(
      /^db: its start command could not be run: the working directory \/no\/such\/folder does not exist$/,
    );
    await clock.timerArmed(INTERVAL);
    clock.advance(TIMEOUT);
    expect(bench.reason).toContain('; its start command could not be run: ');
  });
});
