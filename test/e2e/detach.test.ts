import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};
const forever = 'exec sleep 1000';

test('up -d returns when the API answers, and prox goes on until down', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: forever}}});
  const {code, stdout} = await cli.run('up', '-d');
  expect(code).toBe(0);
  const state = JSON.parse(cli.read('.prox/prox.state') ?? '') as {pid: number; port: number};
  expect(stdout).toBe(`prox started (pid ${state.pid}) http://127.0.0.1:${state.port}\n`);
  expect(cli.read('.prox/prox.pid')).toBe(`${state.pid}\n`);
  expect(await cli.run('status')).toMatchObject({code: 0});

  expect(await cli.run('down')).toMatchObject({code: 0, stdout: 'prox stopped\n'});
  await cli.assertNothingLeft();
  expect(cli.read('.prox/prox.state')).toBeUndefined();
  expect(await cli.run('status')).toMatchObject({code: 3});
});

test('up -d names what died at once, and the rest stays up', async () => {
  const processes = {bad: 'echo no database >&2; exit 3', web: forever};
  await using cli = await ProxCli.create({config: {api, processes}});
  const {code, stderr} = await cli.run('up', '-d');
  expect(code).toBe(1);
  expect(stderr).toBe('bad crashed (exit code 3)\n  no database\n');
  const {code: statusCode, stdout} = await cli.run('status');
  expect(statusCode).toBe(1);
  expect(stdout).toMatch(/^bad +crashed \(exit code 3\)/m);
  expect(stdout).toMatch(/^web +running/m);
});

test('up -d fails as the prox in the background does', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: forever}}});
  await cli.run('up', '-d');
  const {code, stderr} = await cli.run('up', '-d');
  expect(code).toBe(1);
  expect(stderr).toMatch(/already running \(pid \d+\)/);
});

test('up -d --wait returns when what has a healthcheck is healthy', async () => {
  await using web = await ScriptedProcess.create();
  const healthcheck = {cmd: 'test -f ready', start_interval: '50ms'};
  const processes = {web: {cmd: web.command, healthcheck}};
  await using cli = await ProxCli.create({config: {api, processes}});
  const up = cli.spawn('up', '-d', '--wait');
  await web.nextRun();
  await up.line(/prox started/);
  await cli.write('ready', '');
  expect(await up.exit).toMatchObject({code: 0, stderr: ''});
  expect((await cli.run('status')).stdout).toMatch(/^web .* healthy/m);
});

test('up -d --wait gives up in time with the names that are not ready', async () => {
  const healthcheck = {cmd: 'false', start_interval: '50ms'};
  const processes = {web: {cmd: forever, healthcheck}, other: forever};
  await using cli = await ProxCli.create({config: {api, processes}});
  const {code, stderr} = await cli.run('up', '-d', '--wait', '--timeout', '100ms');
  expect(code).toBe(124);
  expect(stderr).toContain('not ready: web\n');
});

test('the log of a detached prox holds its own messages only', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  const up = cli.spawn('up', '-d');
  const run = await web.nextRun();
  await run.print('a line of web');
  await up.exit;
  await cli.run('down');
  const log = cli.read('.prox/prox.log');
  expect(log).toMatch(/^\d{4}-\S+Z prox \| web started/m);
  expect(log).not.toContain('a line of web');
});

test('a prox that was killed leaves nothing that hinders the next', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: forever}}});
  const first = cli.spawn('up');
  await first.line(/web started/);
  first.kill('SIGKILL');
  await first.exit;
  expect(await cli.run('status')).toMatchObject({code: 3});
  expect(await cli.run('up', '-d')).toMatchObject({code: 0});
});
