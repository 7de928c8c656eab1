import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {DependencyBench, passPause} from '../../rig/dependency-bench.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {freePort} from '../../rig/free-port.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';
/** Healthy as long as there is a file `ok`. */
const CHECK = {
  cmd: 'test -e ok || { echo no ok; exit 1; }',
  interval: '50ms',
  start_interval: '50ms',
  start_period: '10s',
  retries: 1,
};

it('a process that becomes healthy has not recovered, and one that was unhealthy has', async () => {
  const processes = {web: {cmd: IDLE, healthcheck: CHECK}};
  await using app = await TestApp.create({config: {processes}, files: {ok: ''}});
  await app.begin();
  await app.until('web', ({health}) => health === 'healthy');
  await rm(join(app.project.dir, 'ok'));
  expect(await app.event('health.unhealthy')).toMatchObject({
    severity: 'warning',
    process: 'web',
    message: expect.stringMatching(/^web is unhealthy: 1 check failed/),
    details: {consecutiveFailures: 1, lastOutput: expect.stringContaining('no ok')},
  });
  await app.project.write('ok', '');
  expect(await app.event('health.recovered')).toMatchObject({
    process: 'web',
    message: 'web is healthy again',
  });
  expect(await app.happened()).toEqual(['process.started', 'health.unhealthy', 'health.recovered']);
});

it('a process that a restart has made healthy has recovered', async () => {
  const cmd = `touch ok; ${IDLE}`;
  const healthcheck = {...CHECK, on_unhealthy: 'restart'};
  await using app = await TestApp.create({config: {processes: {web: {cmd, healthcheck}}}});
  await app.begin();
  await app.until('web', ({health}) => health === 'healthy');
  await rm(join(app.project.dir, 'ok'));
  await app.event('health.recovered');
  expect(await app.happened()).toEqual([
    'process.started',
    'health.unhealthy',
    'process.restarted',
    'health.recovered',
  ]);
});

it('a dependency that does not come could not be started', async () => {
  const clock = new FakeClock();
  const check = {type: 'tcp', host: 'localhost', port: await freePort()} as const;
  await using bench = await DependencyBench.create({config: {check, timeoutMs: 650}, clock});
  bench.dependency.begin();
  await passPause(clock, 700);
  await bench.line(/^db is not there/);
  expect(bench.events).toMatchObject([
    {
      type: 'process.start_failed',
      process: 'db',
      message: expect.stringMatching(/^db is not there/),
    },
  ]);
});

it('a dependency that is taken for granted is unhealthy until it comes', async () => {
  const clock = new FakeClock();
  const port = await freePort();
  const check = {type: 'tcp', host: 'localhost', port} as const;
  await using bench = await DependencyBench.create({
    config: {check, timeoutMs: 650, onFailure: 'warn'},
    clock,
  });
  bench.dependency.begin();
  await clock.timerArmed(700);
  clock.advance(650);
  await using _server = await TargetServer.start({port});
  clock.advance(50);
  await bench.line(/^db is there/);
  expect(bench.events).toMatchObject([
    {type: 'health.unhealthy', message: expect.stringMatching(/^db is not there/)},
    {type: 'health.recovered', message: expect.stringMatching(/^db is there, after/)},
  ]);
});
