import {once} from 'node:events';
import {type AddressInfo, createServer} from 'node:net';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};
const forever = 'exec sleep 1000';
const untilReadyFile = {
  cmd: 'test -f ready || { echo no file; exit 1; }',
  start_interval: '50ms',
};

test('wait returns when everything that was started is ready', async () => {
  const processes = {
    db: {cmd: forever, healthcheck: untilReadyFile},
    web: {cmd: forever, depends_on: ['db']},
    late: {cmd: 'exit 1', autostart: false},
  };
  const tasks = {migrate: {cmd: 'true', depends_on: ['db']}};
  await using cli = await ProxCli.create({config: {api, processes, tasks}});
  await cli.run('up', '-d');
  const wait = cli.spawn('wait');
  await cli.write('ready', '');
  expect(await wait.exit).toMatchObject({code: 0, stdout: '', stderr: ''});
  const {stdout} = await cli.run('status');
  expect(stdout).toMatch(/^db .* healthy[^]*^web +running[^]*^migrate +completed/m);
});

test('wait that times out tells what is not ready, the failing probe and the last lines', async () => {
  const cmd = 'echo compiling; exec sleep 1000';
  const processes = {
    web: {cmd: forever, depends_on: ['db']},
    db: {cmd, healthcheck: untilReadyFile},
  };
  await using cli = await ProxCli.create({config: {api, processes}});
  await cli.run('up', '-d');
  expect(await cli.run('wait', 'web', 'db', '--timeout', '1500ms')).toMatchObject({
    code: 124,
    stderr: [
      'prox: Timed out: not ready: web: waiting (for db); db: not healthy yet',
      'db: its healthcheck fails:',
      '  no file',
      'db: its last lines:',
      '  compiling',
      'Run `prox why db`; everything stays up.',
      '',
    ].join('\n'),
  });
  expect(await cli.json('wait', 'db', '--timeout', '1ms')).toEqual({
    ready: false,
    timed_out: true,
    not_ready: [{name: 'db', reason: 'not healthy yet'}],
  });
});

test('wait ends when a process can no longer become ready', async () => {
  await using db = await ScriptedProcess.create();
  const processes = {
    db: {cmd: db.command, healthcheck: untilReadyFile},
    web: {cmd: forever, depends_on: ['db']},
    other: forever,
  };
  await using cli = await ProxCli.create({config: {api, processes}});
  const up = cli.spawn('up');
  const run = await db.nextRun();
  await up.line(/web waits for db/);
  const waits = [cli.spawn('wait', 'db'), cli.spawn('wait', 'web')];
  await run.printError('disk full');
  await run.exit(3);
  const [forDb, forWeb] = await Promise.all(waits.map(wait => wait.exit));
  expect(forDb).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^prox: not ready, and will not be: db: crashed \(exit code 3\)\n[^]*disk full/,
    ) as string,
  });
  expect(forWeb).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('web: blocked (db crashed (exit code 3))') as string,
  });
});

test('wait --for log counts a line that was printed before, and one that comes', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  const up = cli.spawn('up', '-d');
  const run = await web.nextRun();
  await run.print('listening on 3000');
  await up.exit;
  const first = await cli.run('wait', '--for', String.raw`log:web:/on \d+$/`);
  expect(first).toMatchObject({code: 0, stderr: ''});
  const second = cli.spawn('wait', '--for', 'log:web:/^compiled/');
  await run.print('compiled in 1s');
  expect(await second.exit).toMatchObject({code: 0, stderr: ''});
  const third = cli.spawn('wait', '--for', 'log:web:/last/', '--for', 'log:web:/first/');
  await run.print('the last');
  await run.exit(0);
  expect(await third.exit).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'log:web:/first/: no line matches, and web is stopped',
    ) as string,
  });
  const invalid = await cli.run('wait', '--for', 'log:web:/(/');
  expect(invalid).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Invalid pattern') as string,
  });
});

test('wait --for exit ends with the process, however it ends', async () => {
  await using job = await ScriptedProcess.create();
  const processes = {job: job.command, web: forever};
  await using cli = await ProxCli.create({config: {api, processes}});
  const up = cli.spawn('up', '-d');
  const run = await job.nextRun();
  await up.exit;
  const wait = cli.spawn('wait', '--for', 'exit:job');
  await run.exit(7);
  expect(await wait.exit).toMatchObject({code: 0, stderr: ''});
  await cli.run('stop', 'web');
  expect(await cli.run('wait', '--for', 'exit:web')).toMatchObject({code: 0, stderr: ''});
});

test('wait --for port and http ask the address itself, without any prox', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  cli.spawn('up');
  const run = await web.nextRun();
  const port = await run.listen();
  await run.answerWith(500);
  const addr = `127.0.0.1:${port}`;
  expect(await cli.run('wait', '--for', `port:${addr}`)).toMatchObject({code: 0, stderr: ''});
  expect(
    await cli.run('wait', '--for', `http:http://${addr}/x`, '--timeout', '300ms'),
  ).toMatchObject({
    code: 124,
    stderr: `prox: Timed out: not ready: http:http://${addr}/x: answered 500\n`,
  });
  const wait = cli.spawn('wait', '--for', `http://${addr}/x`);
  await run.answerWith(302);
  expect(await wait.exit).toMatchObject({code: 0, stderr: ''});
});

test.each([
  ['down', (pid: number) => process.kill(pid, 'SIGTERM')],
  ['killed', (pid: number) => process.kill(pid, 'SIGKILL')],
])('wait ends with 1 when prox is %s', async (_, end) => {
  await using web = await ScriptedProcess.create();
  const processes = {web: {cmd: web.command, healthcheck: untilReadyFile}};
  await using cli = await ProxCli.create({config: {api, processes}});
  await cli.run('up', '-d');
  // The address is asked when prox has been found.
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const wait = cli.spawn('wait', 'web', '--for', `port:127.0.0.1:${port}`);
  await once(server, 'connection');
  server.close();
  end(cli.state().pid);
  expect(await wait.exit).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^prox: not ready, and will not be: web: prox (?:has ended|is being stopped)$/m,
    ) as string,
  });
});

test('wait without a prox says so', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: forever}}});
  expect(await cli.run('wait')).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('No prox is running here') as string,
  });
});
