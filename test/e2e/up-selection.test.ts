import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};
const forever = 'exec sleep 1000';

/** web needs server, which needs db and a migration; docs needs nobody. */
const stack = {
  api,
  processes: {
    web: {cmd: forever, depends_on: ['server']},
    server: {cmd: forever, depends_on: ['db', 'migrate'], groups: ['backend']},
    db: {cmd: forever},
    docs: {cmd: forever},
  },
  tasks: {migrate: 'true'},
};

/** Name and status of everything after `prox up -d --wait` with these words. */
async function statuses(...words: readonly string[]): Promise<Readonly<Record<string, string>>> {
  await using cli = await ProxCli.create({config: stack});
  expect(await cli.run('up', '-d', '--wait', ...words)).toMatchObject({code: 0, stderr: ''});
  const {processes} = (await cli.json('status')) as {
    readonly processes: readonly {readonly name: string; readonly status: string}[];
  };
  return Object.fromEntries(processes.map(({name, status}) => [name, status]));
}

const all = {
  web: 'running',
  server: 'running',
  db: 'running',
  docs: 'running',
  migrate: 'completed',
};

test.each([
  ['up NAME brings what it needs', ['server'], {...all, web: 'stopped', docs: 'stopped'}],
  ['up GROUP does too', ['backend'], {...all, web: 'stopped', docs: 'stopped'}],
  [
    '--only runs exactly these',
    ['--only', 'web,db'],
    {...all, server: 'stopped', docs: 'stopped', migrate: 'stopped'},
  ],
  [
    '--exclude leaves these out, whoever needs them',
    ['--exclude', 'db,migrate'],
    {...all, db: 'stopped', migrate: 'stopped'},
  ],
  [
    '--exclude leaves one out of what a name brings, and what only that needs',
    ['web', '--exclude', 'backend'],
    {web: 'running', server: 'stopped', db: 'stopped', docs: 'stopped', migrate: 'stopped'},
  ],
])('%s', async (_, words, expected) => {
  expect(await statuses(...words)).toEqual(expected);
});

test('--only and names contradict each other', async () => {
  await using cli = await ProxCli.create({config: stack});
  const {code, stderr} = await cli.run('up', 'web', '--only', 'db');
  expect({code, stderr}).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('contradict') as string,
  });
});

test.each([
  [
    'server is not among what runs',
    ['docs'],
    'server',
    /--exit-code-from server: .*\nThese are: docs\./,
  ],
  ['a group is no process', [], 'backend', /backend is a group \(server\)/],
])('--exit-code-from is refused when %s', async (_, words, name, message) => {
  await using cli = await ProxCli.create({config: stack});
  const {code, stderr} = await cli.run('up', ...words, '--exit-code-from', name);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(message);
});

test.each([[['--only', 'docs', '--exclude', 'docs']], [['backend', '--exclude', 'server']]])(
  'up %j leaves nothing to run',
  async words => {
    await using cli = await ProxCli.create({config: stack});
    expect(await cli.run('up', ...words)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('nothing is left to run') as string,
    });
  },
);

test('up tells when nothing starts by itself', async () => {
  const processes = {web: {cmd: forever, autostart: false}};
  await using cli = await ProxCli.create({config: {api, processes}});
  expect(await cli.run('up', '-d')).toMatchObject({
    code: 0,
    stderr: 'note: nothing starts by itself; `prox start web` starts it\n',
  });
});

test('--abort-on-crash stops everything when a process has crashed, with 1', async () => {
  await using job = await ScriptedProcess.create();
  const processes = {web: forever, job: job.command, done: 'exit 0'};
  await using cli = await ProxCli.create({config: {api, processes}});
  const up = cli.spawn('up', '--abort-on-crash');
  const run = await job.nextRun();
  await up.line(/done ended/);
  await run.printError('no database');
  await run.exit(3);
  const {code, stderr} = await up.exit;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^job +exit code 3 +\S+ +no database$/m);
  await cli.assertNothingLeft();
});

test('--abort-on-exit stops everything when a process has ended well, with 0', async () => {
  await using job = await ScriptedProcess.create();
  const processes = {web: forever, job: {cmd: job.command, depends_on: ['prepare']}};
  const tasks = {prepare: 'true'};
  await using cli = await ProxCli.create({config: {api, processes, tasks}});
  const up = cli.spawn('up', '--abort-on-exit');
  const run = await job.nextRun();
  await run.exit(0);
  expect(await up.exit).toMatchObject({code: 0, stderr: ''});
  await cli.assertNothingLeft();
});

test.each([
  ['an exit code', async (run: Run) => run.exit(42), 42],
  ['0', async (run: Run) => run.exit(0), 0],
  ['a signal', async (run: Run) => run.crash('SIGKILL'), 128 + 9],
])('--exit-code-from ends as the process has ended: by %s', async (_, end, exitCode) => {
  await using job = await ScriptedProcess.create();
  const processes = {web: forever, job: job.command};
  await using cli = await ProxCli.create({config: {api, processes}});
  const up = cli.spawn('up', '--exit-code-from', 'job');
  await end(await job.nextRun());
  expect((await up.exit).code).toBe(exitCode);
  await cli.assertNothingLeft();
});

type Run = Awaited<ReturnType<ScriptedProcess['nextRun']>>;

test('--exit-code-from counts also when all have ended at the same moment', async () => {
  const tasks = {check: 'exit 5'};
  await using cli = await ProxCli.create({config: {api, processes: {web: 'true'}, tasks}});
  expect((await cli.run('up', '--exit-code-from', 'check')).code).toBe(5);
});

test('up ends with 1 when what is left is blocked, and tells why', async () => {
  const tasks = {migrate: 'echo no such table >&2; exit 2', seed: 'true'};
  const processes = {
    web: {cmd: forever, depends_on: ['server']},
    server: {cmd: forever, depends_on: ['migrate', 'seed']},
  };
  await using cli = await ProxCli.create({config: {api, processes, tasks}});
  const {code, stderr} = await cli.run('up');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^web +blocked \(by migrate\) +-$/m);
  expect(stderr).toMatch(/^server +blocked \(by migrate\) +-$/m);
  expect(stderr).toMatch(/^migrate +exit code 2 +\S+ +no such table$/m);
  expect(stderr).toMatch(/^seed +completed +\S+$/m);
});

test('up ends with 1 when a dependency keeps everything from starting', async () => {
  const processes = {web: {cmd: forever, depends_on: ['vpn']}};
  const dependencies = {vpn: {check: {cmd: 'false'}, timeout: '100ms', interval: '50ms'}};
  await using cli = await ProxCli.create({config: {api, processes, dependencies}});
  const {code, stderr} = await cli.run('up');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^web +blocked \(by vpn\) /m);
});

test('up ends with 0 when tasks have completed and processes have ended well', async () => {
  const tasks = {migrate: 'true'};
  const processes = {job: {cmd: 'echo done', depends_on: ['migrate']}};
  await using cli = await ProxCli.create({config: {api, processes, tasks}});
  const {code, stdout, stderr} = await cli.run('up');
  expect({code, stderr}).toEqual({code: 0, stderr: ''});
  expect(stdout).toMatch(/job +\| done$/m);
});

test('up -d tells what is blocked', async () => {
  const tasks = {migrate: 'exit 2'};
  const processes = {web: {cmd: forever, depends_on: ['migrate']}};
  await using cli = await ProxCli.create({config: {api, processes, tasks}});
  const {code, stderr} = await cli.run('up', '-d');
  expect({code, stderr}).toEqual({
    code: 1,
    stderr: 'web is blocked (by migrate)\nmigrate crashed (exit code 2)\n',
  });
});
