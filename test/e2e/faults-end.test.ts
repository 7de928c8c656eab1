import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};

test('the closing table of up tells how each ended: by code, by signal, or never begun', async () => {
  const processes = {
    coded: 'echo one >&2; echo two >&2; exit 3',
    killed: 'kill -SEGV $$',
    unknown: {cmd: ['no-such-program']},
    well: 'echo fine',
    manual: {cmd: 'true', autostart: false},
  };
  await using cli = await ProxCli.create({config: {api, processes}});
  const {code, stderr} = await cli.run('up');
  expect(code).toBe(1);
  const rows = stderr.trimEnd().split('\n');
  expect(rows).toHaveLength(5);
  expect(rows[0]).toMatch(/^NAME +END/);
  expect(rows[1]).toMatch(/^coded +exit code 3 +\S+ +two$/);
  expect(rows[2]).toMatch(/^killed +killed by SIGSEGV +\S+/);
  expect(rows[3]).toMatch(/^unknown +.*command not found: no-such-program/);
  expect(rows[4]).toMatch(/^well +exit code 0/);
});

test('a code that counts as success ends up with 0 and no table', async () => {
  const web = {cmd: 'exit 7', success_exit_codes: [0, 7]};
  await using cli = await ProxCli.create({config: {api, processes: {web}}});
  expect(await cli.run('up')).toMatchObject({code: 0, stderr: ''});
});

test('up with nothing to start by itself waits for what is started on demand', async () => {
  const web = {cmd: 'exit 7', autostart: false, success_exit_codes: [7]};
  await using cli = await ProxCli.create({config: {api, processes: {web}}});
  const up = cli.spawn('up');
  await up.line(/listening/);
  await cli.run('start', 'web');
  expect(await up.exit).toMatchObject({
    code: 0,
    stderr: 'note: nothing starts by itself; `prox start web` starts it\n',
  });
});

test('up does not end while one that was stopped may be started again', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  const up = cli.spawn('up');
  const first = await web.nextRun();
  await up.line(/web started/);
  expect(await cli.run('stop', 'web')).toMatchObject({code: 0});
  await first.ended;
  expect(await cli.run('start', 'web')).toMatchObject({code: 0});
  await (await web.nextRun()).exit(0);
  expect(await up.exit).toMatchObject({code: 0, stderr: ''});
});

test('up ends with 1 when the last crash came long after the first clean end', async () => {
  await using web = await ScriptedProcess.create();
  await using job = await ScriptedProcess.create();
  const processes = {web: web.command, job: job.command};
  await using cli = await ProxCli.create({config: {api, processes}});
  const up = cli.spawn('up');
  const run = await web.nextRun();
  await (await job.nextRun()).exit(0);
  await up.line(/job ended \(exit code 0\)/);
  await run.printError('no more memory');
  await run.crash('SIGKILL');
  const {code, stderr} = await up.exit;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^web +killed by SIGKILL +\S+ +no more memory$/m);
});
