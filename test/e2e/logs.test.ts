import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};

test('logs shows what is held, filtered', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  const up = cli.spawn('up', '-d');
  const run = await web.nextRun();
  for (const line of ['one', 'two', 'three']) await run.print(line);
  await run.printError('oops');
  await up.exit;

  const lines = async (...args: readonly string[]) =>
    (await cli.run('logs', '--timestamps=none', ...args)).stdout;
  expect(await lines('--stream', 'stdout')).toBe('web  | one\nweb  | two\nweb  | three\n');
  expect(await lines('--stream=stdout', '-n', '1')).toBe('web  | three\n');
  expect(await lines('--pattern', '^t', '--regex')).toBe('web  | two\nweb  | three\n');
  expect(await lines('--stream', 'stderr')).toBe('web !| oops\n');
  expect(await lines('--pattern', '--json')).toBe('');
  expect(await cli.json('logs', 'web', '--pattern', 'two')).toMatchObject({
    logs: [{process: 'web', stream: 'stdout', line: 'two'}],
    total_count: 1,
  });
});

test('logs prox shows what prox itself has said', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: 'exec sleep 1000'}}});
  await cli.run('up', '-d');
  const {code, stdout} = await cli.run('logs', 'prox', '-n', '1', '--timestamps=none');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^prox \| listening on http/);
});

test('logs of a name that does not exist is an error', async () => {
  await using cli = await ProxCli.create({config: {api, processes: {web: 'exec sleep 1000'}}});
  await cli.run('up', '-d');
  const {code, stderr} = await cli.run('logs', 'wbe');
  expect(code).toBe(1);
  expect(stderr).toContain('Did you mean web?');
});

test('logs -f goes on over a restart of prox, without gaps or doubles', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  await cli.run('up', '-d');
  const logs = cli.spawn('logs', '-f', '--stream=stdout', '--timestamps=none');
  const first = await web.nextRun();
  await first.print('one');
  await logs.line(/one/);
  await cli.run('down');
  await logs.line(/waiting for it to come back/);
  await cli.run('up', '-d');
  await (await web.nextRun()).print('two');
  await logs.line(/two/);
  expect(logs.stdout).toBe('web  | one\nweb  | two\n');
});
