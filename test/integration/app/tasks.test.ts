import {describe, expect, it} from 'vitest';
import {type Clock, systemClock} from '../../../src/core/clock.ts';
import type {ProcessSummary} from '../../../src/core/process-report.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';

const isRunning = ({status}: ProcessSummary): boolean => status === 'running';
const isBlocked = ({status}: ProcessSummary): boolean => status === 'blocked';
const isCompleted = ({status}: ProcessSummary): boolean => status === 'completed';
const isCrashed = ({status}: ProcessSummary): boolean => status === 'crashed';

/** `web` needs the task `migrate`. */
async function stack(task: object, clock: Clock = systemClock): Promise<TestApp> {
  return TestApp.create({
    clock,
    config: {tasks: {migrate: task}, processes: {web: {cmd: IDLE, depends_on: ['migrate']}}},
  });
}

/** How many children it has had. */
async function starts({app}: TestApp, name: string): Promise<number> {
  const {logs} = await app.logs({process: [name], stream: ['prox'], pattern: ' started (pid'});
  return logs.length;
}

describe('a task', () => {
  it('that ends well is completed, and what it left running is ended', async () => {
    await using migrate = await ScriptedProcess.create();
    await using app = await stack({cmd: migrate.command});
    await app.begin();
    const run = await migrate.nextRun();
    const grandchild = await run.spawnGrandchild();
    await run.exit(0);
    await app.line(/^migrate completed \(exit code 0\)$/);
    expect(await app.until('migrate', isCompleted)).toMatchObject({
      kind: 'task',
      pid: 0,
      exitCode: 0,
      ready: true,
    });
    await grandchild.ended;
    await app.until('web', isRunning);
    expect(await app.app.health()).toMatchObject({status: 'ok'});
  });

  it('that fails has crashed, and blocks what needs it', async () => {
    await using app = await stack({cmd: 'echo no such table >&2; exit 3'});
    await app.begin();
    expect(await app.until('web', isBlocked)).toMatchObject({
      blockedReason: 'migrate crashed (exit code 3)',
      waitingOn: ['migrate'],
    });
    expect(await app.summary('migrate')).toMatchObject({
      status: 'crashed',
      exitCode: 3,
      ready: false,
    });
  });

  it('that is killed by a signal has crashed, though nobody knows a code', async () => {
    await using migrate = await ScriptedProcess.create();
    await using app = await stack({cmd: migrate.command});
    await app.begin();
    await (await migrate.nextRun()).crash('SIGTERM');
    expect(await app.until('web', isBlocked)).toMatchObject({
      blockedReason: 'migrate crashed (killed by SIGTERM)',
    });
    expect(await app.summary('migrate')).toMatchObject({exitCode: undefined, signal: 'SIGTERM'});
  });

  it('that takes too long is ended and has crashed, even if it ends well when told to', async () => {
    await using migrate = await ScriptedProcess.create();
    const clock = new FakeClock();
    await using app = await stack({cmd: migrate.command, timeout: '5s'}, clock);
    await app.begin();
    const run = await migrate.nextRun();
    await run.ignoreSignals('SIGTERM');
    await clock.timerArmed(5000);
    clock.advance(5000);
    await app.line(/^migrate has not ended within 5s, and is stopped$/);
    await run.nextSignal();
    await run.exit(0);
    expect(await app.until('migrate', isCrashed)).toMatchObject({
      exitCode: 0,
      reason: 'did not end in time',
    });
    expect(await app.summary('web')).toMatchObject({
      status: 'blocked',
      blockedReason: 'migrate crashed (did not end in time)',
    });
  });

  it('that takes too long and does not obey is killed', async () => {
    const cmd = 'trap "" TERM; while :; do sleep 1; done';
    await using app = await stack({cmd, timeout: '1s', stop_timeout: '50ms'});
    await app.begin();
    expect(await app.until('migrate', isCrashed)).toMatchObject({
      signal: 'SIGKILL',
      reason: 'did not end in time',
    });
  });

  it('has 60 s unless told, and all the time in the world with 0', async () => {
    await using migrate = await ScriptedProcess.create();
    await using seed = await ScriptedProcess.create();
    const clock = new FakeClock();
    await using app = await TestApp.create({
      config: {tasks: {migrate: migrate.command, seed: {cmd: seed.command, timeout: 0}}},
      clock,
    });
    await app.begin();
    const runs = await Promise.all([migrate.nextRun(), seed.nextRun()]);
    await clock.timerArmed(60_000);
    clock.advance(59_999);
    expect(clock.armed.filter(ms => ms === 60_000)).toHaveLength(1);
    for (const name of ['migrate', 'seed']) {
      expect(await app.summary(name)).toMatchObject({status: 'running'});
    }
    await Promise.all(runs.map(async run => run.exit(0)));
    for (const name of ['migrate', 'seed']) await app.until(name, isCompleted);
    expect(clock.armed).not.toContain(60_000);
  });

  it('that was called off lets no later step begin', async () => {
    await using build = await ScriptedProcess.create();
    await using app = await TestApp.create({
      config: {
        tasks: {
          build: build.command,
          migrate: {cmd: 'true', depends_on: ['build']},
          seed: {cmd: 'true', depends_on: ['migrate']},
        },
      },
    });
    await app.begin();
    const run = await build.nextRun();
    await app.app.stop({name: 'build'});
    await run.ended;
    for (const name of ['migrate', 'seed']) {
      expect(await app.summary(name)).toMatchObject({
        status: 'blocked',
        blockedReason: 'build is stopped',
      });
      expect(await starts(app, name)).toBe(0);
    }
  });
});

describe('a task runs', () => {
  it('once, however often what needs it is started', async () => {
    await using app = await stack({cmd: 'true'});
    await app.begin();
    await app.until('web', isRunning);
    await app.app.restart({name: 'web'});
    await app.app.stop({name: 'web'});
    await app.app.start({name: 'web'});
    expect(await starts(app, 'migrate')).toBe(1);
    expect(await app.summary('migrate')).toMatchObject({status: 'completed'});
  });

  it('no second time when a reload brings another that needs it', async () => {
    await using app = await stack({cmd: 'true'});
    await app.begin();
    const {pid} = await app.until('web', isRunning);
    const needsIt = {cmd: IDLE, depends_on: ['migrate', 'web']};
    await app.project.writeConfig({
      tasks: {migrate: {cmd: 'true'}},
      processes: {web: {cmd: IDLE, depends_on: ['migrate']}, worker: needsIt},
    });
    await app.app.reload({});
    await app.until('worker', isRunning);
    expect(await starts(app, 'migrate')).toBe(1);
    expect(await app.summary('web')).toMatchObject({pid});
  });

  it('again when it is restarted, and nobody who runs is touched', async () => {
    await using migrate = await ScriptedProcess.create();
    await using app = await stack({cmd: migrate.command});
    await app.begin();
    await (await migrate.nextRun()).exit(0);
    const {pid} = await app.until('web', isRunning);
    await app.app.restart({name: 'migrate'});
    await (await migrate.nextRun()).exit(1);
    await app.until('migrate', isCrashed);
    expect(await app.summary('web')).toMatchObject({status: 'running', pid});
    await app.app.restart({name: 'migrate'});
    await (await migrate.nextRun()).exit(0);
    expect(await app.until('migrate', isCompleted)).toMatchObject({restarts: 2});
  });

  it('again after a failure, when what needs it is started; that waits meanwhile', async () => {
    await using migrate = await ScriptedProcess.create();
    await using app = await stack({cmd: migrate.command});
    await app.begin();
    await (await migrate.nextRun()).exit(1);
    await app.until('web', isBlocked);
    const start = app.app.start({name: 'web'});
    const second = await migrate.nextRun();
    expect(await app.summary('web')).toMatchObject({status: 'waiting', waitingOn: ['migrate']});
    await second.exit(0);
    await start;
    expect(await app.summary('web')).toMatchObject({status: 'running'});
  });

  it('after the tasks that it needs, one after the other', async () => {
    await using app = await TestApp.create({
      config: {
        tasks: {
          seed: {cmd: 'true', depends_on: ['migrate']},
          migrate: {cmd: 'true', depends_on: ['build']},
          build: 'true',
        },
        processes: {web: {cmd: IDLE, depends_on: ['seed']}},
      },
    });
    await app.begin();
    for (const name of ['build', 'migrate', 'seed', 'web']) {
      await app.line(new RegExp(`^${name} started`));
    }
  });
});
