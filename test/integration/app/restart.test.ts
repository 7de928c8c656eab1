import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {hasCrashed, stage} from '../../rig/stage.ts';
import {StillClock} from '../../rig/still-clock.ts';
import {TestApp} from '../../rig/test-app.ts';

const ENDS = {
  'exit 0': {cmd: 'exit 0'},
  'exit 1': {cmd: 'exit 1'},
  'a code of success_exit_codes': {cmd: 'exit 143', success_exit_codes: [0, 143]},
  'a clean exit that success_exit_codes omits': {cmd: 'exit 0', success_exit_codes: [143]},
  'a signal': {cmd: 'kill -9 $$'},
  'no child at all': {cmd: ['no-such-command']},
} as const;

describe('which end is followed by a restart:', () => {
  it.each([
    ['no', 'exit 0', 'stopped', false],
    ['no', 'exit 1', 'crashed', false],
    ['no', 'a code of success_exit_codes', 'stopped', false],
    ['no', 'a clean exit that success_exit_codes omits', 'crashed', false],
    ['no', 'a signal', 'crashed', false],
    ['no', 'no child at all', 'crashed', false],
    ['on-failure', 'exit 0', 'stopped', false],
    ['on-failure', 'exit 1', 'crashed', true],
    ['on-failure', 'a code of success_exit_codes', 'stopped', false],
    ['on-failure', 'a clean exit that success_exit_codes omits', 'crashed', true],
    ['on-failure', 'a signal', 'crashed', true],
    ['on-failure', 'no child at all', 'crashed', true],
    ['always', 'exit 0', 'stopped', true],
    ['always', 'exit 1', 'crashed', true],
    ['always', 'a code of success_exit_codes', 'stopped', true],
    ['always', 'a clean exit that success_exit_codes omits', 'crashed', true],
    ['always', 'a signal', 'crashed', true],
    ['always', 'no child at all', 'crashed', true],
  ] as const)('%s, %s: %s, restarted: %s', async (restart, end, status, isRestarted) => {
    const clock = new StillClock();
    const config = {processes: {web: {...ENDS[end], restart}}};
    await using app = await TestApp.create({config, clock});
    await app.begin();
    await app.line(/^web (ended|crashed)/);
    expect(await app.summary('web')).toMatchObject({
      status,
      nextRestartMs: isRestarted ? 1000 : undefined,
    });
  });
});

describe('a process that crashes again and again', () => {
  it('is restarted after 1, 2, 4, … at most 30 s, and given up in the end', async () => {
    const clock = new StillClock();
    const restart = {policy: 'on-failure', max_restarts: 7};
    await using app = await TestApp.create({
      config: {processes: {web: {cmd: 'echo up; exit 1', restart}}},
      clock,
    });
    await app.begin();
    const waits: number[] = [];
    for (;;) {
      const {nextRestartMs} = await app.until('web', hasCrashed);
      if (nextRestartMs === undefined) break;
      waits.push(nextRestartMs);
      clock.advance(nextRestartMs);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(await app.output('web')).toHaveLength(8);
    expect(await app.summary('web')).toMatchObject({
      reason: 'exit code 1, given up after 7 restarts',
      restarts: 7,
      nextRestartMs: undefined,
    });
    await app.line(/^web crashed \(exit code 1\), restarts in 1s$/);
    await app.line(/^web crashed \(exit code 1\), restarts in 2s$/);
    await app.line(/^web crashed \(exit code 1\), given up after 7 restarts$/);
  });

  it('is given up after 5 restarts by default, also when each end is a clean one', async () => {
    const clock = new StillClock();
    const config = {processes: {web: {cmd: 'echo up', restart: 'always'}}};
    await using app = await TestApp.create({config, clock});
    await app.begin();
    for (let restarts = 0; restarts < 5; restarts++) {
      await app.until('web', ({nextRestartMs}) => nextRestartMs !== undefined);
      clock.advance(30_000);
    }
    await app.line(/^web crashed \(exit code 0\), given up after 5 restarts$/);
    expect(await app.output('web')).toHaveLength(6);
    expect(await app.summary('web')).toMatchObject({status: 'crashed', exitCode: 0, restarts: 5});
  });

  it('tells how long it is until the next restart, and never begins it early', async () => {
    await using on = await stage({restart: 'on-failure'});
    const run = await on.nextRun();
    expect(await on.app.summary('web')).toMatchObject({nextRestartMs: undefined});
    expect(await on.crash(run)).toBe(1000);
    on.clock.advance(400);
    expect(await on.app.summary('web')).toMatchObject({nextRestartMs: 600});
    on.clock.advance(599);
    expect(await on.app.summary('web')).toMatchObject({status: 'crashed', nextRestartMs: 1});
    on.clock.advance(1);
    expect(await on.app.summary('web')).toMatchObject({
      status: 'starting',
      nextRestartMs: undefined,
    });
    await on.nextRun();
  });

  it.each([
    [9999, 2000],
    [10_000, 1000],
  ])('after a life of %i ms waits %i ms', async (lifeMs, waitMs) => {
    await using on = await stage({restart: 'on-failure'});
    await on.crash(await on.nextRun());
    on.clock.advance(1000);
    const run = await on.nextRun();
    on.clock.advance(lifeMs);
    expect(await on.crash(run)).toBe(waitMs);
  });

  it('has its whole budget again after a stable life', async () => {
    await using on = await stage({restart: {policy: 'always', max_restarts: 1}});
    await on.crash(await on.nextRun());
    on.clock.advance(1000);
    const run = await on.nextRun();
    on.clock.advance(10_000);
    expect(await on.crash(run)).toBe(1000);
    on.clock.advance(1000);
    expect(await on.crash(await on.nextRun())).toBeUndefined();
    expect(await on.app.summary('web')).toMatchObject({restarts: 2});
  });

  it('with a healthcheck has not lived well before it was healthy', async () => {
    await using on = await stage({restart: 'on-failure', healthcheck: {log: '^ready$'}});
    await on.crash(await on.nextRun());
    on.clock.advance(1000);
    const unready = await on.nextRun();
    on.clock.advance(60_000);
    expect(await on.crash(unready)).toBe(2000);
    on.clock.advance(2000);
    const ready = await on.nextRun();
    await ready.print('ready');
    await on.app.until('web', ({health}) => health === 'healthy');
    on.clock.advance(10_000);
    expect(await on.crash(ready)).toBe(1000);
  });

  it('with a healthcheck has not lived well while it was unhealthy', async () => {
    const healthcheck = {cmd: 'test -e ok', interval: '50ms', start_interval: '50ms', retries: 3};
    await using on = await stage({restart: 'on-failure', healthcheck}, {ok: ''});
    await on.crash(await on.nextRun());
    on.clock.advance(1000);
    const run = await on.nextRun();
    await on.app.until('web', ({health}) => health === 'healthy');
    await rm(join(on.app.project.dir, 'ok'));
    await on.app.until('web', ({health}) => health === 'unhealthy');
    on.clock.advance(60_000);
    expect(await on.crash(run)).toBe(2000);
  });
});

describe('the budget of restarts', () => {
  it('begins anew with a start by hand during the back-off, which starts now', async () => {
    await using on = await stage({restart: 'on-failure'});
    await on.crash(await on.nextRun());
    on.clock.advance(1000);
    expect(await on.crash(await on.nextRun())).toBe(2000);
    await on.app.app.start({name: 'web'});
    expect(await on.crash(await on.nextRun())).toBe(1000);
  });

  it.each(['start', 'restart'] as const)('begins anew with a %s after it was spent', async wish => {
    await using on = await stage({restart: {policy: 'always', max_restarts: 1}});
    await on.crash(await on.nextRun());
    on.clock.advance(1000);
    expect(await on.crash(await on.nextRun())).toBeUndefined();
    await on.app.app[wish]({name: 'web'});
    expect(await on.crash(await on.nextRun())).toBe(1000);
  });

  it('begins anew after an end that on-failure takes for a good one', async () => {
    await using on = await stage({restart: 'on-failure'});
    await on.crash(await on.nextRun());
    on.clock.advance(1000);
    await (await on.nextRun()).exit(0);
    await on.app.until('web', ({status}) => status === 'stopped');
    await on.app.app.start({name: 'web'});
    expect(await on.crash(await on.nextRun())).toBe(1000);
  });

  it('counts a spawn that fails', async () => {
    const clock = new StillClock();
    const restart = {policy: 'on-failure', max_restarts: 2};
    const config = {processes: {web: {cmd: ['no-such-command'], restart}}};
    await using app = await TestApp.create({config, clock});
    await app.begin();
    await app.line(/^web crashed: command not found: no-such-command, restarts in 1s$/);
    clock.advance(1000);
    await app.line(/^web crashed: command not found: no-such-command, restarts in 2s$/);
    clock.advance(2000);
    await app.line(/^web crashed: command not found: no-such-command, given up after 2 restarts$/);
    expect(await app.summary('web')).toMatchObject({
      status: 'crashed',
      reason: 'command not found: no-such-command, given up after 2 restarts',
    });
  });
});

describe('the env file of a process that is restarted by itself', () => {
  const files = {'web.env': 'MODE=one\nGONE=soon\n'};
  const definition = {restart: 'on-failure', env_file: 'web.env'};

  it('is read anew: values are new, and what was removed is gone', async () => {
    await using on = await stage(definition, files);
    const run = await on.nextRun();
    expect((await run.report()).env).toMatchObject({MODE: 'one', GONE: 'soon'});
    await on.crash(run);
    await on.app.project.write('web.env', 'MODE=two\n');
    on.clock.advance(1000);
    const {env} = await (await on.nextRun()).report();
    expect(env).toMatchObject({MODE: 'two'});
    expect(env).not.toHaveProperty('GONE');
  });

  it('is read anew also after starts by hand that came to nothing', async () => {
    await using app = await TestApp.create({
      config: {
        processes: {
          web: {
            cmd: 'echo "mode $MODE"; sleep 60 & wait',
            env_file: 'web.env',
            autostart: false,
            restart: {policy: 'always', backoff: '1ms'},
          },
        },
      },
      files,
    });
    await app.begin();
    for (let turns = 0; turns < 20; turns++) {
      await app.project.write('web.env', 'MODE=old\n');
      const starts = [app.app.start({name: 'web'})];
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      starts.push(app.app.start({name: 'web'}));
      await Promise.allSettled(starts);
      await app.line(/^mode old$/);
      await app.project.write('web.env', `MODE=new${turns}\n`);
      process.kill((await app.summary('web')).pid, 'SIGKILL');
      await app.line(new RegExp(`^mode new${turns}$`));
      await app.app.stop({name: 'web'});
    }
    expect(await app.summary('web')).toMatchObject({restarts: 20});
  });

  it('that is missing is a crash that counts, and that ends when the file is back', async () => {
    await using on = await stage(definition, files);
    const run = await on.nextRun();
    await rm(join(on.app.project.dir, 'web.env'));
    await on.crash(run);
    on.clock.advance(1000);
    const missing = /Cannot read env file: .*web\.env/;
    await on.app.line(missing);
    const {nextRestartMs, reason} = await on.app.summary('web');
    expect(nextRestartMs).toBe(2000);
    expect(reason).toMatch(missing);
    await on.app.project.write('web.env', 'MODE=back\n');
    on.clock.advance(2000);
    expect((await (await on.nextRun()).report()).env).toMatchObject({MODE: 'back'});
  });
});
