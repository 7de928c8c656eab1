import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const api = {port: 0};
const forever = 'exec sleep 1000';

async function running(processes: Readonly<Record<string, unknown>>): Promise<ProxCli> {
  const cli = await ProxCli.create({config: {api, processes}});
  await cli.run('up', '-d');
  return cli;
}

test('stop, start and restart act on the named processes', async () => {
  await using cli = await running({web: forever, db: forever});
  expect(await cli.run('stop', 'web')).toMatchObject({code: 0, stdout: 'web stopped\n'});
  expect((await cli.run('status')).stdout).toMatch(/^web +stopped[^]*^db +running/m);
  const again = await cli.run('stop', 'web');
  expect(again.code).toBe(1);
  expect(again.stderr).toBe('prox: Process not running: web\n');
  expect(await cli.run('start', 'web')).toMatchObject({code: 0, stdout: 'web started\n'});
  const {code, stdout} = await cli.run('restart');
  expect(code).toBe(0);
  expect(stdout.split('\n').sort()).toEqual(['', 'db restarted', 'web restarted']);
});

test('restart without a name leaves alone what was stopped or has never run', async () => {
  const late = {cmd: forever, autostart: false};
  await using cli = await running({web: forever, db: forever, late});
  await cli.run('stop', 'db');
  expect(await cli.run('restart')).toMatchObject({code: 0, stdout: 'web restarted\n'});
  expect((await cli.run('status')).stdout).toMatch(/^db +stopped[^]*^late +stopped/m);
  await cli.run('stop', 'web');
  expect(await cli.run('restart')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'prox: nothing runs or has crashed\n',
  });
});

test('start, stop, restart and down tell programs how it went', async () => {
  await using cli = await running({web: forever, bad: {cmd: 'exit 7', autostart: false}});
  const good = {process: 'web', success: true, error: null, code: null};
  expect(await cli.json('restart')).toEqual({results: [good]});
  expect(await cli.json('stop', 'web', 'bad')).toEqual({
    results: [
      good,
      {
        process: 'bad',
        success: false,
        error: 'Process not running: bad',
        code: 'PROCESS_NOT_RUNNING',
      },
    ],
  });
  expect(await cli.json('start', 'bad')).toEqual({
    results: [
      {
        process: 'bad',
        success: false,
        error: 'crashed (exit code 7)',
        code: 'PROCESS_NOT_RUNNING',
      },
    ],
  });
  expect(await cli.json('down')).toEqual({success: true, failures: []});
});

test('start and restart fail for a process that dies at once, with its last lines', async () => {
  await using cli = await running({web: forever, bad: {cmd: 'echo bye; exit 7', autostart: false}});
  for (const verb of ['start', 'restart']) {
    const {code, stderr} = await cli.run(verb, 'bad');
    expect(code).toBe(1);
    expect(stderr).toBe('bad crashed (exit code 7)\n  bye\n');
  }
});

test('a name that does not exist is refused before anything is done', async () => {
  await using cli = await running({web: forever});
  const {code, stderr} = await cli.run('stop', 'web', 'wbe');
  expect(code).toBe(1);
  expect(stderr).toContain('Did you mean web?');
  expect((await cli.run('status')).stdout).toMatch(/^web +running/m);
});

test('stop without a name is down', async () => {
  await using cli = await running({web: forever});
  expect(await cli.run('stop')).toMatchObject({code: 0, stdout: 'prox stopped\n'});
  await cli.assertNothingLeft();
});

test.each(['down', 'stop', 'status', 'logs', 'restart'])(
  '%s says that no prox is running',
  async command => {
    await using cli = await ProxCli.create({config: {api, processes: {web: forever}}});
    const {code, stdout, stderr} = await cli.run(command);
    expect({code, stdout}).toEqual({code: 3, stdout: ''});
    expect(stderr).toContain('No prox is running here');
  },
);

test('status --json is the answer of the API', async () => {
  await using cli = await running({web: {cmd: forever, port: 4711}});
  expect(await cli.json('status')).toMatchObject({
    status: {status: 'running', api_version: 'v1', project_dir: cli.projectDir},
    processes: [{name: 'web', status: 'running', port: 4711, exit_code: null}],
  });
});

test.each([['as a table'], ['as JSON', '--json']])(
  'status --watch %s ends well with prox',
  async (_, ...args) => {
    await using cli = await running({web: forever});
    const watch = cli.spawn('status', '--watch', ...args);
    await watch.line(/web/);
    await cli.run('down');
    expect(await watch.exit).toMatchObject({code: 0, stderr: ''});
  },
);

test('api calls any endpoint', async () => {
  await using cli = await running({web: forever});
  const short = await cli.run('api', 'GET', '/processes');
  expect(JSON.parse(short.stdout)).toMatchObject({processes: [{name: 'web'}]});
  const long = await cli.run('api', 'get', '/api/v1/processes');
  expect(JSON.parse(long.stdout)).toMatchObject({processes: [{name: 'web'}]});
  expect(await cli.json('api', 'GET', '/processes')).toMatchObject({processes: [{name: 'web'}]});
  const wrong = await cli.run('api', 'GET', '/nope');
  expect(wrong).toMatchObject({code: 1, stdout: ''});
  expect(JSON.parse(wrong.stderr)).toMatchObject({code: 'NOT_FOUND'});
});
