import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const forever = 'exec sleep 1000';
const config = {
  api: {port: 0},
  processes: {
    web: {cmd: 'echo from web; exec sleep 1000', depends_on: ['server']},
    server: {cmd: 'echo from server; exec sleep 1000', depends_on: ['db'], groups: ['backend']},
    db: {cmd: 'echo from db; exec sleep 1000'},
    late: {cmd: forever, autostart: false},
  },
  dependencies: {net: {check: {cmd: 'true'}}},
  tasks: {seed: {cmd: 'echo seeded', depends_on: ['db']}},
  groups: {backend: ['db'], extra: ['late']},
};

async function running(): Promise<ProxCli> {
  const cli = await ProxCli.create({config});
  await cli.run('up', '-d', '--wait');
  return cli;
}

test('stop, start and restart take groups, in the order of dependencies', async () => {
  await using cli = await running();
  expect(await cli.run('stop', 'backend')).toMatchObject({
    code: 0,
    stdout: 'server stopped\ndb stopped\n',
  });
  expect(await cli.run('start', 'extra', 'backend')).toMatchObject({
    code: 0,
    stdout: 'late started\ndb started\nserver started\n',
  });
  expect(await cli.run('start', 'backend')).toEqual({
    code: 0,
    signal: undefined,
    stdout: '',
    stderr: 'prox: nothing to do for server, db\n',
  });
  expect(await cli.run('restart', 'backend')).toMatchObject({
    code: 0,
    stdout: 'db restarted\nserver restarted\n',
  });
  const {code, stderr} = await cli.run('stop', 'bakend');
  expect({code, stderr}).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Did you mean backend?') as string,
  });
});

test('a group with members that are stopped already is stopped all the same', async () => {
  await using cli = await running();
  await cli.run('stop', 'server');
  expect(await cli.run('stop', 'backend')).toMatchObject({
    code: 0,
    stdout: 'db stopped\n',
    stderr: '',
  });
});

test('restart without names runs no task again, a name does', async () => {
  await using cli = await running();
  expect(await cli.run('restart')).toMatchObject({
    code: 0,
    stdout: 'db restarted\nserver restarted\nweb restarted\n',
  });
  const seeds = async (): Promise<string> =>
    (await cli.run('logs', 'seed', '--stream=stdout', '--timestamps=none')).stdout;
  expect(await seeds()).toBe('seed   | seeded\n');
  expect(await cli.run('restart', 'seed')).toMatchObject({code: 0, stdout: 'seed restarted\n'});
  await cli.run('wait', 'seed');
  expect(await seeds()).toBe('seed   | seeded\nseed   | seeded\n');
});

test('logs and wait take groups', async () => {
  await using cli = await running();
  const words = ['--stream=stdout', '--timestamps=none'];
  const lines = ['db     | from db', 'server | from server'];
  for (const group of [['backend'], ['--process', 'backend']]) {
    const {stdout} = await cli.run('logs', ...group, ...words);
    expect(stdout.trimEnd().split('\n').sort()).toEqual(lines);
  }
  const follow = cli.spawn('logs', '-f', 'backend', '-n1', ...words);
  await follow.line(/from/);
  await cli.run('restart', 'web', 'db');
  await follow.line(/from db/);
  expect(follow.stdout).not.toContain('web');
  expect(await cli.run('wait', 'backend')).toMatchObject({code: 0, stderr: ''});
});

test('completion offers all names and groups, whether prox runs or not', async () => {
  await using cli = await ProxCli.create({config});
  const names = 'web\nserver\ndb\nlate\nnet\nseed\nbackend\nextra\n';
  const inOrder = (text: string): readonly string[] => text.split('\n').sort();
  const before = await cli.run('completion', 'names');
  expect(inOrder(before.stdout)).toEqual(inOrder(names));
  await cli.run('up', '-d');
  const after = await cli.run('completion', 'names');
  expect(inOrder(after.stdout)).toEqual(inOrder(names));
});

test('completion of what takes one process leaves groups and dependencies out', async () => {
  await using cli = await ProxCli.create({config});
  const processes = 'web\nserver\ndb\nlate\nseed\n';
  expect((await cli.run('completion', 'processes')).stdout).toBe(processes);
  await cli.run('up', '-d');
  expect((await cli.run('completion', 'processes')).stdout).toBe(processes);
});

test('send takes one process', async () => {
  await using cli = await running();
  expect(await cli.run('send', 'backend', 'yes')).toMatchObject({
    code: 1,
    stderr: 'prox: No such process: backend is a group (server, db)\nName one of its members.\n',
  });
});

test('an outside dependency that is there is not started, and never stopped', async () => {
  await using cli = await running();
  expect(await cli.run('start', 'net')).toMatchObject({code: 0, stdout: 'net started\n'});
  expect(await cli.run('start', 'net')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'prox: Process already running: net is there\n`prox restart net` checks anew.\n',
  });
  expect(await cli.run('restart', 'net')).toMatchObject({code: 0, stdout: 'net restarted\n'});
  expect(await cli.run('stop', 'net')).toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      'prox: Process not running: net is outside of prox, which checks it and never stops it\n',
  });
});

test('a start that waits says for what', async () => {
  const processes = {
    db: {cmd: forever, healthcheck: {cmd: 'test -f ready', start_interval: '50ms'}},
    web: {cmd: forever, depends_on: ['db'], autostart: false},
  };
  await using cli = await ProxCli.create({config: {api: {port: 0}, processes}});
  await cli.run('up', '-d');
  const start = cli.spawn('start', 'web');
  await start.line(/^web waits for db …$/);
  await cli.write('ready', '');
  expect(await start.exit).toMatchObject({code: 0, stdout: 'web started\n'});
});

test('Ctrl-C ends a start that waits, and the start goes on', async () => {
  const processes = {
    db: {cmd: forever, healthcheck: {cmd: 'test -f ready', start_interval: '50ms'}},
    web: {cmd: forever, depends_on: ['db'], autostart: false},
  };
  await using cli = await ProxCli.create({config: {api: {port: 0}, processes}});
  await cli.run('up', '-d');
  const start = cli.spawn('start', 'web');
  await start.line(/^web waits for db …$/);
  start.kill('SIGINT');
  expect(await start.exit).toMatchObject({signal: 'SIGINT'});
  expect((await cli.run('status')).stdout).toMatch(/^web +waiting \(for db\)/m);
  await cli.write('ready', '');
  expect(await cli.run('wait', 'web')).toMatchObject({code: 0});
});
