import {utimes} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {livingChildren} from '../../rig/living-children.ts';
import {findMarked} from '../../rig/marked-processes.ts';
import type {ConfigSource} from '../../rig/project.ts';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {StillClock} from '../../rig/still-clock.ts';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';

/** By name, 0 for those without a child. */
async function pids({app}: TestApp): Promise<Readonly<Record<string, number>>> {
  const {processes} = await app.processes();
  return Object.fromEntries(processes.map(({name, pid}) => [name, pid]));
}

test('a reload of a file that was touched and commented restarts nothing', async () => {
  const config = `processes:\n  web: ${IDLE}\n  api: ${IDLE}\n`;
  await using running = await TestApp.create({config});
  await running.begin();
  const before = await pids(running);

  await utimes(join(running.project.dir, 'prox.yaml'), 1, 1);
  await running.app.reload({});
  await running.project.writeConfig(`# the stack\n${config}\n`);
  expect(await running.app.status()).toMatchObject({configChanged: true});
  expect(await running.app.reload({})).toMatchObject({
    processes: {restarted: [], updated: [], unchanged: ['web', 'api']},
  });
  expect(await pids(running)).toEqual(before);
  expect(await running.app.status()).toMatchObject({configChanged: false});
});

test('a reload touches only the processes whose definition was edited', async () => {
  const config = {processes: {web: IDLE, api: IDLE, old: IDLE}};
  await using running = await TestApp.create({config});
  await running.begin();
  const before = await pids(running);

  const web = {cmd: IDLE, env: {NEW: 'yes'}};
  await running.project.writeConfig({processes: {worker: IDLE, web, api: IDLE}});
  expect(await running.app.reload({})).toMatchObject({
    processes: {added: ['worker'], removed: ['old'], restarted: ['web'], unchanged: ['api']},
    failures: [],
  });
  await running.until('worker', ({status}) => status === 'running');
  const after = await pids(running);
  expect(Object.keys(after)).toEqual(['worker', 'web', 'api']);
  expect(after['api']).toBe(before['api']);
  expect(after['web']).not.toBe(before['web']);
});

test('a changed restart policy holds without a new child', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE}}});
  await running.begin();
  const before = await pids(running);

  await running.project.writeConfig({processes: {web: {cmd: IDLE, restart: 'always'}}});
  expect(await running.app.reload({})).toMatchObject({processes: {updated: ['web']}});
  expect(await pids(running)).toEqual(before);
  expect(await running.app.process({name: 'web'})).toMatchObject({restartPolicy: 'always'});
});

test('a process that was stopped stays so, and starts by its new definition', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE, api: IDLE}}});
  await running.begin();
  await running.app.stop({name: 'web'});

  await running.project.writeConfig({processes: {web: `echo fresh; ${IDLE}`, api: IDLE}});
  expect(await running.app.reload({})).toMatchObject({processes: {updated: ['web']}});
  expect(await running.summary('web')).toMatchObject({status: 'stopped'});
  await running.app.start({name: 'web'});
  await running.line(/^fresh$/);
});

test('a process that was never started waits for its start, by its new definition', async () => {
  const web = {cmd: IDLE, autostart: false};
  await using running = await TestApp.create({config: {processes: {web, api: IDLE}}});
  await running.begin();

  await running.project.writeConfig({
    processes: {web: {...web, cmd: `echo fresh; ${IDLE}`}, api: {cmd: IDLE, env: {NEW: 'yes'}}},
  });
  expect(await running.app.reload({})).toMatchObject({
    processes: {restarted: ['api'], updated: ['web']},
  });
  expect(await running.summary('web')).toMatchObject({status: 'stopped', restarts: 0});
  await running.app.start({name: 'web'});
  await running.line(/^fresh$/);
});

test('a task that takes the place of a process runs, and the process is gone', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE, job: IDLE}}});
  await running.begin();

  await running.project.writeConfig({processes: {web: IDLE}, tasks: {job: 'true'}});
  expect(await running.app.reload({})).toMatchObject({
    processes: {added: ['job'], removed: ['job'], unchanged: ['web']},
  });
  await running.until('job', ({status}) => status === 'completed');
});

test('an invalid file, and a dry run, leave everything as it is', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE, api: IDLE}}});
  await running.begin();
  const before = await pids(running);

  await running.project.writeConfig('processes:\n  web: {cmd: other, prot: 1}\n  db: 5\n');
  await expect(running.app.reload({})).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: {errors: [{line: 2}, {line: 3}]},
  });
  await running.project.writeConfig({processes: {web: 'other'}});
  expect(await running.app.reload({dryRun: true})).toMatchObject({
    processes: {removed: ['api'], restarted: ['web']},
  });
  expect(await pids(running)).toEqual(before);
  expect(await running.app.status()).toMatchObject({configChanged: true});
});

test('a service that is new is served and known to the children that start then', async () => {
  const proxy = {http_port: 0};
  const config = {processes: {web: IDLE}, services: {app: 4000}, proxy};
  await using running = await TestApp.create({config});
  await running.begin();

  const worker = `env | grep PROX_URL_; ${IDLE}`;
  await running.project.writeConfig({
    processes: {web: IDLE, worker},
    services: {docs: 4001},
    proxy,
  });
  expect(await running.app.reload({})).toMatchObject({
    routes: {added: ['docs'], removed: ['app']},
    restartRequired: [],
  });
  const {routes} = await running.app.routes();
  expect(routes.map(({subdomain}) => subdomain)).toEqual(['docs']);
  expect((await running.line(/^PROX_URL_/)).line).toMatch(
    /^PROX_URL_DOCS=http:\/\/docs\.localhost:/,
  );
});

test('a process that is renamed ends, and starts by its new name', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE, api: IDLE}}});
  await running.begin();
  const before = await pids(running);

  await running.project.writeConfig({processes: {site: IDLE, api: IDLE}});
  expect(await running.app.reload({})).toMatchObject({
    processes: {added: ['site'], removed: ['web'], unchanged: ['api']},
  });
  await running.until('site', ({status}) => status === 'running');
  expect(await running.app.processes()).toMatchObject({
    processes: [{name: 'site'}, {name: 'api', pid: before['api']}],
  });
  await expect(running.app.start({name: 'web'})).rejects.toMatchObject({code: 'PROCESS_NOT_FOUND'});
  const children = await livingChildren(running.instance, ['web', 'api']);
  expect(children).toEqual(
    new Map<string, unknown>([
      ['web', []],
      ['api', [before['api']]],
    ]),
  );
});

test('what others depend on cannot be removed alone', async () => {
  const config = {processes: {web: {cmd: IDLE, depends_on: ['api']}, api: IDLE}};
  await using running = await TestApp.create({config});
  await running.begin();
  await running.until('web', ({status}) => status === 'running');
  const before = await pids(running);

  await running.project.writeConfig({processes: {web: config.processes.web}});
  await expect(running.app.reload({})).rejects.toMatchObject({code: 'CONFIG_INVALID'});
  expect(await pids(running)).toEqual(before);
});

test('another depends_on bounces nothing, and says in which order they stop', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE, api: IDLE}}});
  await running.begin();
  const before = await pids(running);

  await running.project.writeConfig({
    processes: {web: IDLE, api: {cmd: IDLE, depends_on: ['web']}},
  });
  expect(await running.app.reload({})).toMatchObject({
    processes: {restarted: [], updated: ['api'], unchanged: ['web']},
  });
  expect(await pids(running)).toEqual(before);
  await running.app.shutdown({wait: true});
  await running.line(/^api stopped$/);
  await running.line(/^web stopped$/);
});

test('another restart policy holds for the child that runs', async () => {
  const cmd = 'echo up; sleep 1000 & wait';
  await using running = await TestApp.create({config: {processes: {web: cmd, api: IDLE}}});
  await running.begin();
  const before = await pids(running);

  const restart = {policy: 'always', backoff: '1ms'};
  await running.project.writeConfig({processes: {web: {cmd, restart}, api: IDLE}});
  await running.app.reload({});
  process.kill(before['web'] ?? 0, 'SIGKILL');
  await running.line(/^web crashed \(killed by SIGKILL\), restarts in 1ms$/);
  const {pid} = await running.until('web', ({status}) => status === 'running');
  expect(pid).not.toBe(before['web']);
});

test('port: auto takes one port, which stays over restart and reload', async () => {
  const config = (env: object): ConfigSource => ({
    processes: {web: {cmd: `echo "port $PORT"; ${IDLE}`, port: 'auto', env}},
  });
  await using running = await TestApp.create({config: config({})});
  await running.begin();
  const {line} = await running.line(/^port [1-9]/);
  const {port} = await running.summary('web');
  expect(line).toBe(`port ${port}`);

  await running.app.restart({name: 'web'});
  expect((await running.line(/^port /)).line).toBe(line);
  await running.project.writeConfig(config({NEW: 'yes'}));
  expect(await running.app.reload({})).toMatchObject({processes: {restarted: ['web']}});
  expect((await running.line(/^port /)).line).toBe(line);
  expect(await running.summary('web')).toMatchObject({port});
});

test('two reloads at once run one after the other: the second finds nothing to do', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE, api: IDLE}}});
  await running.begin();

  await running.project.writeConfig({processes: {web: {cmd: IDLE, env: {NEW: 'yes'}}, more: IDLE}});
  const [first, second] = await Promise.all([running.app.reload({}), running.app.reload({})]);
  expect(first).toMatchObject({
    processes: {added: ['more'], removed: ['api'], restarted: ['web'], unchanged: []},
  });
  expect(second).toMatchObject({
    processes: {added: [], removed: [], restarted: [], unchanged: ['web', 'more']},
  });
  expect(await running.summary('web')).toMatchObject({restarts: 1});
});

test('a reload that fails does not stand in the way of the next', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE}}});
  await running.begin();
  await running.project.writeConfig('processes: [');
  await expect(running.app.reload({})).rejects.toMatchObject({code: 'CONFIG_INVALID'});
  await running.project.writeConfig({processes: {web: IDLE, api: IDLE}});
  expect(await running.app.reload({})).toMatchObject({processes: {added: ['api']}});
});

test('nothing starts by a reload during a shutdown, or after it', async () => {
  await using web = await ScriptedProcess.create();
  await using running = await TestApp.create({config: {processes: {web: web.command}}});
  await running.begin();
  const run = await web.nextRun();
  await run.ignoreSignals('SIGTERM');
  await running.project.writeConfig({processes: {web: IDLE, more: IDLE}});

  const shutdown = running.app.shutdown({wait: true});
  await run.nextSignal();
  const refusal = {code: 'SHUTDOWN_IN_PROGRESS'};
  await expect(running.app.reload({})).rejects.toMatchObject(refusal);
  await run.exit(0);
  await shutdown;
  await expect(running.app.reload({})).rejects.toMatchObject(refusal);
  expect(await findMarked(`PROX_INSTANCE=${running.instance}`)).toEqual([]);
});

test('a shutdown overtakes the reload that is under way', async () => {
  await using old = await ScriptedProcess.create();
  await using running = await TestApp.create({config: {processes: {web: IDLE, old: old.command}}});
  await running.begin();
  const run = await old.nextRun();
  await run.ignoreSignals('SIGTERM');
  await running.project.writeConfig({processes: {web: IDLE, more: IDLE}});

  const reload = running.app.reload({}).catch((error: unknown) => error);
  await run.nextSignal();
  const shutdown = running.app.shutdown({wait: true});
  await run.exit(0);
  expect(await reload).toMatchObject({code: 'SHUTDOWN_IN_PROGRESS'});
  expect(await shutdown).toMatchObject({failures: []});
  expect(await findMarked(`PROX_INSTANCE=${running.instance}`)).toEqual([]);
});

test('a restart of one process reads its new definition, and no other', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE, api: IDLE}}});
  await running.begin();
  const before = await pids(running);

  const fresh = {cmd: `echo fresh; ${IDLE}`};
  await running.project.writeConfig({processes: {web: fresh, api: fresh}});
  await running.app.restart({name: 'web'});
  await running.line(/^fresh$/);
  expect(await running.output('api')).toEqual([]);
  expect(await running.app.status()).toMatchObject({configChanged: true});
  expect(await running.app.reload({})).toMatchObject({
    processes: {restarted: ['api'], unchanged: ['web']},
  });
  expect((await pids(running))['api']).not.toBe(before['api']);
  expect(await running.summary('web')).toMatchObject({restarts: 1});
});

test('what cannot be started is named, whether it is new or has changed', async () => {
  await using running = await TestApp.create({config: {processes: {web: IDLE}}});
  await running.begin();
  await running.project.writeConfig({
    processes: {web: {cmd: ['no-such-one']}, more: {cmd: ['no-such-two']}},
  });
  expect(await running.app.reload({})).toMatchObject({
    failures: [
      {process: 'more', code: 'SPAWN_FAILED', error: 'command not found: no-such-two'},
      {process: 'web', code: 'SPAWN_FAILED', error: 'command not found: no-such-one'},
    ],
  });
});

test('a new process starts nothing again that somebody has stopped, or that is done', async () => {
  const config = {processes: {db: IDLE}, tasks: {migrate: 'echo migrated'}};
  await using running = await TestApp.create({config});
  await running.begin();
  await running.until('migrate', ({status}) => status === 'completed');
  await running.app.stop({name: 'db'});

  const processes = {
    db: IDLE,
    late: {cmd: IDLE, depends_on: ['migrate']},
    blocked: {cmd: IDLE, depends_on: ['db']},
  };
  await running.project.writeConfig({...config, processes});
  await running.app.reload({});
  await running.until('late', ({status}) => status === 'running');
  await running.until('blocked', ({status}) => status === 'blocked');
  expect(await running.summary('db')).toMatchObject({status: 'stopped'});
  expect(await running.output('migrate')).toEqual(['migrated']);
});

test.each([
  ['waits for its next restart', 'always', '100s'],
  ['was given up', {policy: 'always', max_restarts: 1, backoff: '1ms'}, undefined],
] as const)(
  'a process that %s starts by its new definition at once',
  async (_, policy, backoff) => {
    const restart = backoff === undefined ? policy : {policy, backoff, max_backoff: backoff};
    await using running = await TestApp.create({
      config: {processes: {web: {cmd: 'exit 1', restart}}},
    });
    await running.begin();
    const [end] = backoff === undefined ? [/given up/] : [/restarts in/];
    await running.line(end);

    await running.project.writeConfig({processes: {web: {cmd: `echo mended; ${IDLE}`, restart}}});
    expect(await running.app.reload({})).toMatchObject({processes: {restarted: ['web']}});
    await running.line(/^mended$/);
    expect(await running.summary('web')).toMatchObject({
      status: 'running',
      nextRestartMs: undefined,
    });
  },
);

test('a process that is removed while a restart is due never comes back', async () => {
  const restart = {policy: 'always', backoff: '100s', max_backoff: '100s'};
  const clock = new StillClock();
  await using running = await TestApp.create({
    config: {processes: {web: {cmd: 'exit 1', restart}, api: IDLE}},
    clock,
  });
  await running.begin();
  await running.line(/^web crashed/);
  expect(clock.armed).toContain(100_000);
  await running.project.writeConfig({processes: {api: IDLE}});
  expect(await running.app.reload({})).toMatchObject({processes: {removed: ['web']}});
  expect(clock.armed).not.toContain(100_000);
});
