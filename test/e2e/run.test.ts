import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};
const SLEEP = 'exec sleep 1000';
const config = {
  api,
  proxy: {http_port: 0},
  processes: {
    web: {cmd: SLEEP, cwd: 'web', env: {MODE: 'dev'}, port: 'auto', service: true},
    api: {cmd: SLEEP, port: 4111, env_file: 'api.env'},
  },
  tasks: {migrate: {cmd: 'true', env: {STEP: 'up'}}},
  dependencies: {redis: {check: {cmd: 'true'}}},
  groups: {front: ['web']},
};
const files = {'web/here': '', 'api.env': 'FROM_FILE=yes'};
const CTRL_C = '\u0003';

describe('a command runs', () => {
  test('in the folder and environment of the process', async () => {
    await using cli = await ProxCli.create({config, files});
    const web = await cli.run('run', 'web', '--', 'sh', '-c', 'pwd; echo $MODE $PROX_PROCESS');
    expect(web).toMatchObject({code: 0, stdout: `${cli.projectDir}/web\ndev web\n`, stderr: ''});
    const {stdout} = await cli.run('run', 'api', '--', 'sh', '-c', 'echo $PORT $FROM_FILE');
    expect(stdout).toBe('4111 yes\n');
    expect((await cli.run('run', 'migrate', 'printenv', 'STEP')).stdout).toBe('up\n');
  });

  test('from a folder below the project, too', async () => {
    await using cli = await ProxCli.create({config, files});
    const below = cli.spawnBy(['env', '-C', 'web'], 'run', 'api', 'pwd');
    expect((await below.exit).stdout).toBe(`${cli.projectDir}\n`);
  });

  test('without the address of a prox while none runs', async () => {
    await using cli = await ProxCli.create({config, files, env: {PROX_API_URL: 'http://other'}});
    const {code, stdout} = await cli.run('run', 'web', 'env');
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/^(?:PROX_API_URL|PROX_URL_WEB|PORT|FORCE_COLOR)=/m);
  });

  test('with what only the running prox knows', async () => {
    await using cli = await ProxCli.create({config, files});
    await cli.run('up', '-d');
    const {stdout} = await cli.run('run', 'web', 'env');
    expect(stdout).toContain(`\nPROX_API_URL=http://127.0.0.1:${cli.state().port}\n`);
    expect(stdout).toMatch(/^PROX_URL_WEB=http:\/\/web\.localhost:\d+$/m);
    const {processes} = (await cli.json('status')) as {processes: {name: string; port: number}[]};
    const port = processes.find(({name}) => name === 'web')?.port;
    expect(stdout).toMatch(new RegExp(`^PORT=${port}$`, 'm'));
  });

  test('and outlives a restart of that process', async () => {
    await using cli = await ProxCli.create({config, files});
    await using command = await ScriptedProcess.create();
    await cli.run('up', '-d');
    const running = cli.spawn('run', 'web', '--', ...command.argv);
    const run = await command.nextRun();
    expect(await cli.run('restart', 'web')).toMatchObject({code: 0});
    await run.exit(0);
    expect(await running.exit).toMatchObject({code: 0});
  });

  test('with its own options, whatever they mean to prox', async () => {
    await using cli = await ProxCli.create({config, files});
    const echo = async (...words: readonly string[]) => (await cli.run(...words)).stdout;
    expect(await echo('run', 'web', '--', 'echo', '--json', '-q', '--help')).toBe(
      '--json -q --help\n',
    );
    expect(await echo('run', 'web', 'echo', '-c', 'x', '--', 'y')).toBe('-c x -- y\n');
    expect(await echo('run', 'web', '--', 'echo', '$HOME', 'a b')).toBe('$HOME a b\n');
  });

  test('with the standard input of prox', async () => {
    await using cli = await ProxCli.create({config, files});
    const cat = cli.spawnBy(['sh', '-c', 'echo typed | "$@"', 'sh'], 'run', 'web', 'cat');
    expect((await cat.exit).stdout).toBe('typed\n');
  });
});

describe('prox ends as the command does', () => {
  test.each([0, 1, 3, 255])('with the exit code %i', async code => {
    await using cli = await ProxCli.create({config, files});
    expect(await cli.run('run', 'web', '--', 'sh', '-c', `exit ${code}`)).toMatchObject({
      code,
      stderr: '',
    });
  });

  test.each([
    ['TERM', {signal: 'SIGTERM'}],
    ['INT', {signal: 'SIGINT'}],
    ['KILL', {code: 137}],
    ['PIPE', {code: 141}],
    ['USR1', {code: 138}],
  ])('by or with the number of SIG%s', async (signal, end) => {
    await using cli = await ProxCli.create({config, files});
    const result = await cli.run('run', 'web', '--', 'sh', '-c', `kill -${signal} $$`);
    expect(result).toMatchObject({...end, stderr: ''});
  });
});

describe('a signal to prox', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s reaches the command', async signal => {
    await using cli = await ProxCli.create({config, files});
    await using command = await ScriptedProcess.create();
    const running = cli.spawn('run', 'web', '--', ...command.argv);
    const run = await command.nextRun();
    await run.ignoreSignals(signal);
    running.kill(signal);
    expect(await run.nextSignal()).toBe(signal);
    await run.exit(7);
    expect(await running.exit).toMatchObject({code: 7, stderr: ''});
    await cli.assertNothingLeft();
  });

  test('SIGKILL leaves nothing behind', async () => {
    await using cli = await ProxCli.create({config, files});
    await using command = await ScriptedProcess.create();
    const running = cli.spawn('run', 'web', '--', ...command.argv);
    const run = await command.nextRun();
    running.kill('SIGKILL');
    await run.ended;
    expect(await running.exit).toMatchObject({signal: 'SIGKILL'});
    await cli.assertNothingLeft();
  });
});

test('Ctrl-C reaches the command once, by the terminal', async () => {
  await using cli = await ProxCli.create({config, files});
  await using command = await ScriptedProcess.create();
  const running = cli.spawnOnTerminal('run', 'web', '--', ...command.argv);
  const run = await command.nextRun();
  await run.ignoreSignals('SIGINT', 'SIGTERM');
  running.type(CTRL_C);
  expect(await run.nextSignal()).toBe('SIGINT');
  // The fence: prox takes its signals in order, so it would have passed that one on before this one.
  process.kill(await cli.pidOf(/^\S*node \S*prox\.js run web/), 'SIGTERM');
  expect(await run.nextSignal()).toBe('SIGTERM');
  await run.exit(5);
  expect(await running.exit).toMatchObject({code: 5});
});

describe('it fails', () => {
  test.each([
    [['weeb', 'ls'], 1, /^prox: No such process: weeb\nDid you mean web\?/],
    [['web', '--'], 2, /a command is missing/],
    [['web', '-l'], 2, /Write `prox run web -- COMMAND…`/],
    [['web'], 2, /missing required argument 'command'/],
    [['web', 'no-such-command'], 127, /^prox: .*command not found: no-such-command\n$/],
    [['web', '/'], 126, /^prox: .*not executable: \/\n$/],
    [['front', 'env'], 1, /front is a group \(web\)\nName one of its members\./],
    [['redis', 'env'], 1, /redis is an outside dependency, which has no environment\n$/],
    [['web', ''], 1, /could not be started/],
  ])('with %j: exit code %i', async (words, code, message) => {
    await using cli = await ProxCli.create({config, files});
    const result = await cli.run('run', ...words);
    expect(result).toMatchObject({code, stdout: ''});
    expect(result.stderr).toMatch(message);
  });

  test('when the folder of the process is not there', async () => {
    await using cli = await ProxCli.create({config, files: {'api.env': ''}});
    const {code, stderr} = await cli.run('run', 'web', 'pwd');
    expect(code).toBe(1);
    expect(stderr).toContain(`the working directory ${cli.projectDir}/web does not exist`);
  });

  test('when prox.yaml has problems', async () => {
    await using cli = await ProxCli.create({config: 'processes: {web: {cmd: 1}}'});
    const {code, stderr} = await cli.run('run', 'web', 'pwd');
    expect(code).toBe(2);
    expect(stderr).toContain('`processes.web.cmd` must be');
  });

  test('when nobody answers at the address that was named', async () => {
    await using cli = await ProxCli.create({config, files});
    const result = await cli.run('--addr', '127.0.0.1:1', 'run', 'web', 'pwd');
    expect(result).toMatchObject({code: 1, stdout: ''});
    expect(result.stderr).toContain('prox did not answer');
  });
});

test('a state file that leads nowhere does not keep a command from running', async () => {
  await using cli = await ProxCli.create({config, files});
  await cli.run('up', '-d');
  const path = join(cli.projectDir, '.prox/prox.state');
  const state = readFileSync(path, 'utf8');
  await cli.run('down');
  writeFileSync(path, state);
  expect(await cli.run('run', 'web', 'echo', 'ok')).toMatchObject({code: 0, stdout: 'ok\n'});
});
