import {createServer, type AddressInfo} from 'node:net';
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

test('up -d --json tells programs where it is', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: forever}}});
  const {stdout, code} = await cli.run('up', '-d', '--json');
  const {pid, port} = cli.state();
  expect({code, stdout}).toEqual({
    code: 0,
    stdout: `{"pid":${pid},"url":"http://127.0.0.1:${port}","proxy":null}\n`,
  });
});

test('up -d tells where the services are and what is to be mended', async () => {
  const proxy = {http_port: 0, https_port: 0, host: '0.0.0.0'};
  const config = {api, proxy, services: {docs: 9, 'web-shop': 9}, processes: {web: forever}};
  await using cli = await ProxCli.create({config});
  const {stdout, stderr} = await cli.run('up', '-d');
  const [, docs, shop] = stdout.split('\n');
  expect(docs).toMatch(/^docs {6}http:\/\/docs\.localhost:\d+ {6}https:\/\/docs\.localhost:\d+$/);
  expect(shop).toMatch(/^web-shop {2}http:\S+ {2}https:\S+$/);
  expect(stderr).toMatch(/^note: every machine of the network/m);
  expect(await cli.json('status')).toMatchObject({
    status: {
      warnings: expect.arrayContaining([
        expect.objectContaining({code: 'PROXY_EXPOSED'}),
      ]) as unknown,
    },
  });
});

test('up -d --json tells programs of the proxy', async () => {
  const config = {api, proxy: {http_port: 0}, processes: {web: forever}};
  await using cli = await ProxCli.create({config});
  expect(await cli.json('up', '-d')).toMatchObject({
    proxy: {
      enabled: true,
      http_port: expect.any(Number) as number,
      https_port: null,
      domain: 'localhost',
    },
  });
});

test('a process whose port somebody else has is a warning', async () => {
  const stranger = createServer();
  await new Promise<void>(resolve => stranger.listen(0, '127.0.0.1', resolve));
  const {port} = stranger.address() as AddressInfo;
  await using cli = await ProxCli.create({config: {api, processes: {web: {cmd: forever, port}}}});
  const {stderr} = await cli.run('up', '-d');
  stranger.close();
  expect(stderr).toContain(`note: web wants port ${port}, which is held by pid ${process.pid}`);
});

test('a wrong option starts nothing', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: forever}}});
  const {code, stderr} = await cli.run('up', '-d', '--wait', '--timeout', '5x');
  expect(code).toBe(2);
  expect(stderr).toContain("--timeout must be a duration such as 500ms, 10s or 1m30s, not '5x'");
  expect(cli.read('.prox/prox.state')).toBeUndefined();
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

test('up -d fails as the detached prox does', async () => {
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
  expect(stderr).toMatch(/^prox: Timed out: not ready: web: not healthy yet$/m);
});

test.each([
  ['the process is stopped', ['stop', 'web'], /will not be: web: stopped$/m],
  ['prox is stopped', ['down'], /will not be: web: prox is being stopped$/m],
])('up -d --wait fails when %s meanwhile', async (_, words, reason) => {
  await using web = await ScriptedProcess.create();
  const healthcheck = {cmd: 'false', start_interval: '50ms'};
  // Ends with 0 on SIGTERM, as many servers do.
  const cmd = `trap 'exit 0' TERM; ${web.command.replace('exec ', '')} & wait`;
  await using cli = await ProxCli.create({config: {api, processes: {web: {cmd, healthcheck}}}});
  const up = cli.spawn('up', '-d', '--wait');
  await web.nextRun();
  await up.line(/prox started/);
  await cli.run(...words);
  expect(await up.exit).toMatchObject({code: 1, stderr: expect.stringMatching(reason) as string});
});

test('up -d --wait does not take the end of prox for a time-out', async () => {
  await using web = await ScriptedProcess.create();
  const healthcheck = {cmd: 'false', start_interval: '50ms'};
  const processes = {web: {cmd: web.command, healthcheck}};
  await using cli = await ProxCli.create({config: {api, processes}});
  const up = cli.spawn('up', '-d', '--wait');
  await web.nextRun();
  await up.line(/prox started/);
  process.kill(cli.state().pid, 'SIGKILL');
  expect(await up.exit).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/prox (?:has ended|is being stopped)/) as string,
  });
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
