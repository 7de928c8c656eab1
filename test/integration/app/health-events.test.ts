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

it('what a dependency shows tells no secret of its environment, and neither does what needs it', async () => {
  const secret = 's3cret-value';
  const check = `echo "no $DB_PASSWORD for postgres://me:hunter22@db"; exit 1`;
  const start = `echo "started with $DB_PASSWORD"; exit 1 # ${secret}`;
  const db = {check: {cmd: check}, start, timeout: '300ms', interval: '50ms'};
  const web = {cmd: IDLE, depends_on: ['db']};
  await using app = await TestApp.create({
    config: {env_file: '.env', dependencies: {db}, processes: {web}},
    files: {'.env': `DB_PASSWORD=${secret}\n`},
  });
  await app.begin();
  expect(await app.event('process.start_failed')).toMatchObject({
    details: {reason: expect.stringContaining('no [REDACTED] for postgres://me:[REDACTED]@db')},
  });
  expect(await app.event('process.blocked')).toMatchObject({
    process: 'web',
    details: {reason: expect.stringContaining('no [REDACTED] for')},
  });
  const told = [await app.app.events({}), await app.app.why({name: 'db'})];
  const {logs} = await app.app.logs({stream: ['prox']});
  const shown = JSON.stringify([told, await app.app.why({name: 'web'}), logs]);
  expect(shown.replaceAll('started with s3cret-value', '')).not.toContain(secret); // its own output
  expect(shown).not.toContain('hunter22');
});
