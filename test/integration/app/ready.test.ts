import {expect, test} from 'vitest';
import {ScriptedProcess} from '../../rig/scripted-process.ts';
import {TestApp} from '../../rig/test-app.ts';

const steady = 'exec sleep 1000';
const later = {cmd: steady, autostart: false};
/** Never healthy within a test. */
const unchecked = {cmd: steady, healthcheck: {cmd: 'exit 1', start_period: '1h'}};

const READY = {ready: true, notReady: 0};

function missing(count: number) {
  return {ready: false, notReady: count};
}

test('before the begin, what starts by itself is missing', async () => {
  const config = {processes: {web: steady, api: steady, extra: later}};
  await using running = await TestApp.create({config});
  expect(await running.app.ready({})).toEqual(missing(2));
});

test('while it starts, nothing is ready that has not been started yet', async () => {
  const config = {processes: {web: steady}, tasks: {migrate: 'exec sleep 1000'}};
  await using running = await TestApp.create({config});
  const begun = running.begin();
  expect(await running.app.ready({})).toEqual(missing(2));
  await begun;
  expect(await running.app.ready({})).toEqual(missing(1));
  expect(await running.app.ready({process: ['web']})).toEqual(READY);
});

test('what is left alone by the begin is not waited for, unless it is named', async () => {
  const config = {processes: {web: steady, api: steady, extra: later}};
  await using running = await TestApp.create({config});
  await running.begin('web');
  expect(await running.app.ready({})).toEqual(READY);
  expect(await running.app.ready({process: ['api', 'extra', 'web']})).toEqual(missing(2));
});

test('a dependency that nobody needs is not waited for', async () => {
  const config = {
    processes: {web: steady, api: {cmd: steady, depends_on: ['db']}},
    dependencies: {db: {check: {cmd: 'exit 1'}, interval: '10s'}},
  };
  await using running = await TestApp.create({config});
  await running.begin('web');
  expect(await running.app.ready({})).toEqual(READY);
  await using other = await TestApp.create({config});
  await other.begin();
  expect(await other.app.ready({})).toEqual(missing(2));
});

test('a process with a healthcheck is ready when that has passed, and who waits for it after that', async () => {
  const config = {
    processes: {
      web: {cmd: steady, healthcheck: {cmd: 'test -e up', interval: '100ms'}},
      api: {cmd: steady, depends_on: ['web']},
    },
  };
  await using running = await TestApp.create({config});
  await running.begin();
  expect(await running.app.ready({})).toEqual(missing(2));
  await running.project.write('up', '');
  await running.until('api', ({status}) => status === 'running');
  expect(await running.app.ready({})).toEqual(READY);
});

test('a task is ready when it is completed', async () => {
  await using migrate = await ScriptedProcess.create();
  const config = {tasks: {migrate: migrate.command}, processes: {web: steady}};
  await using running = await TestApp.create({config});
  await running.begin();
  const run = await migrate.nextRun();
  expect(await running.app.ready({})).toEqual(missing(1));
  await run.exit(0);
  await running.until('migrate', ({status}) => status === 'completed');
  expect(await running.app.ready({})).toEqual(READY);
});

test('a task that has failed, and what is crashed or blocked, is not ready', async () => {
  const config = {
    tasks: {migrate: 'exit 1'},
    processes: {
      web: {cmd: steady, depends_on: ['migrate']},
      api: 'exit 3',
    },
  };
  await using running = await TestApp.create({config});
  await running.begin();
  await running.until('api', ({status}) => status === 'crashed');
  await running.until('web', ({status}) => status === 'blocked');
  expect(await running.app.ready({})).toEqual(missing(3));
});

test('what somebody has stopped is not waited for, unless it is named', async () => {
  await using running = await TestApp.create({config: {processes: {web: steady, api: steady}}});
  await running.begin();
  await running.app.stop({name: 'web'});
  expect(await running.app.ready({})).toEqual(READY);
  expect(await running.app.ready({process: ['web']})).toEqual(missing(1));
});

test('what somebody has started is waited for', async () => {
  const extra = {...unchecked, autostart: false};
  await using running = await TestApp.create({config: {processes: {web: steady, extra}}});
  await running.begin();
  expect(await running.app.ready({})).toEqual(READY);
  await running.app.start({name: 'extra'});
  expect(await running.app.ready({})).toEqual(missing(1));
});

test('the name of a group stands for its members, and nobody is counted twice', async () => {
  const member = {...unchecked, groups: ['backend']};
  const config = {processes: {web: steady, api: member, worker: member}};
  await using running = await TestApp.create({config});
  await running.begin();
  expect(await running.app.ready({process: ['backend']})).toEqual(missing(2));
  expect(await running.app.ready({process: ['backend', 'api', 'web']})).toEqual(missing(2));
});

test('a name that nobody has is an error', async () => {
  await using running = await TestApp.create({config: {processes: {web: steady}}});
  await expect(running.app.ready({process: ['web', 'wep']})).rejects.toMatchObject({
    code: 'PROCESS_NOT_FOUND',
  });
});

test('nothing is ready any more once prox shuts down', async () => {
  await using running = await TestApp.create({config: {processes: {web: steady}}});
  await running.begin();
  expect(await running.app.ready({})).toEqual(READY);
  await running.app.shutdown({wait: true});
  expect(await running.app.ready({})).toEqual(missing(1));
});
