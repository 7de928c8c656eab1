import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};
const CTRL_S = '\u0013';
const CTRL_Q = '\u0011';

test('up shows every line under its name, and a signal ends it with all of its processes', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  const up = cli.spawn('up');
  const run = await web.nextRun();
  await up.line(/^\d\d:\d\d:\d\d prox \| listening on http:\/\/127\.0\.0\.1:\d+$/);
  await run.print('hello');
  await up.line(/^\d\d:\d\d:\d\d web  \| hello$/);
  await run.printError('oops');
  await up.line(/^\d\d:\d\d:\d\d web !\| oops$/);

  up.kill('SIGTERM');
  expect(await up.exit).toMatchObject({signal: 'SIGTERM'});
  await run.ended;
  await cli.assertNothingLeft();
  expect(cli.read('.prox/prox.state')).toBeUndefined();
  expect(cli.read('.prox/prox.pid')).toBeUndefined();
});

test('up ends with 1 and a closing table when every process has ended and one crashed', async () => {
  const processes = {web: 'echo no database >&2; exit 3', job: 'exit 0'};
  await using cli = await ProxCli.create({config: {api, processes}});
  const {code, stdout, stderr} = await cli.run('up');
  expect(code).toBe(1);
  expect(stdout).toMatch(/prox \| web crashed \(exit code 3\)/);
  expect(stderr).toMatch(/^web +exit code 3 +\S+ +no database$/m);
  expect(stderr).toMatch(/^job +exit code 0/m);
});

test('up ends with 0 when every process has ended well', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {job: 'echo done'}}});
  const {code, stdout, stderr} = await cli.run('up');
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  expect(stdout).toMatch(/job  \| done$/m);
});

test('a second up names the one that runs', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: 'exec sleep 1000'}}});
  const first = cli.spawn('up');
  await first.line(/web started/);
  expect(await cli.run('up')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`already running (pid ${first.pid})`) as string,
  });
});

test('a shutdown by the API ends up with 0', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: 'exec sleep 1000'}}});
  const up = cli.spawn('up');
  await up.line(/web started/);
  expect(await cli.run('down')).toMatchObject({code: 0, stdout: 'prox stopped\n'});
  expect(await up.exit).toMatchObject({code: 0, stderr: ''});
});

test('all problems of the config are told at once, and nothing is started', async () => {
  const processes = {web: {cmd: 'touch started', prot: 1}, api: {cmd: 'true', cwd: 7}};
  await using cli = await ProxCli.create({config: {api, processes}});
  const {code, stderr} = await cli.run('up');
  expect(code).toBe(2);
  expect(stderr).toMatch(/prox\.yaml:\d+:\d+: .*`prot`/);
  expect(stderr).toMatch(/2 problems/);
  expect(cli.read('started')).toBeUndefined();
});

test('a name that does not exist starts nothing and names the nearest', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: 'touch started'}}});
  const {code, stderr} = await cli.run('up', 'wbe');
  expect(code).toBe(1);
  expect(stderr).toMatch(/No such process: wbe\nDid you mean web\?/);
  expect(cli.read('started')).toBeUndefined();
});

test('a port that somebody holds is refused with the holder', async () => {
  const processes = {web: 'exec sleep 1000'};
  await using first = await ProxCli.create({config: {api, processes}});
  const up = first.spawn('up');
  const line = await up.line(/listening on/);
  const port = line.slice(line.lastIndexOf(':') + 1);
  await using second = await ProxCli.create({config: {api, processes}});
  const {code, stderr} = await second.run('up', '-p', port);
  expect(code).toBe(1);
  expect(stderr).toContain(`${port} is held by pid ${up.pid} (the prox of ${first.projectDir})`);
});

test('a stopped terminal stops neither the API nor the end of prox', async () => {
  const processes = {web: 'while true; do echo tick; done'};
  await using cli = await ProxCli.create({env: {TERM: 'dumb'}, config: {api, processes}});
  const up = cli.spawnOnTerminal('up');
  await up.line(/tick/);
  up.type(CTRL_S);
  expect(await cli.run('status')).toMatchObject({code: 0});
  expect(await cli.run('down')).toMatchObject({code: 0, stdout: 'prox stopped\n'});
  expect(await up.exit).toMatchObject({code: 0});
});

test('a terminal that was stopped goes on where it was', async () => {
  await using web = await ScriptedProcess.create();
  const config = {api, processes: {web: web.command}};
  await using cli = await ProxCli.create({env: {TERM: 'dumb'}, config});
  const up = cli.spawnOnTerminal('up');
  const run = await web.nextRun();
  await up.line(/web started/);
  up.type(CTRL_S);
  const lines = Array.from({length: 500}, (_, index) => `line ${index} ${'x'.repeat(50)}`);
  for (const line of lines) await run.print(line);
  await cli.run('status');
  up.type(CTRL_Q);
  await up.line(/line 499 /);
  const shown = [...up.stdout.matchAll(/\| (line \d+ x+)/g)].map(([, line]) => line);
  expect(shown).toEqual(lines);
});
