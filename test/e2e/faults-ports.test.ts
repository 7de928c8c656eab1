import {expect, test} from 'vitest';
import {DEFAULT_PORT} from '../rig/hold-default-port.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import {RunningCommand} from '../rig/running-command.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

test.each(['up', 'up -d'])(
  'prox %s names the program that holds its port, and starts nothing',
  async words => {
    await using program = await ScriptedProcess.create();
    await using cli = await ProxCli.create();
    const {argv} = program;
    const running = new RunningCommand({argv, cwd: cli.projectDir, env: {}});
    const port = await (await program.nextRun()).listen();
    await cli.writeConfig({api: {port}, processes: {web: 'touch started'}});

    const {code, stdout, stderr} = await cli.run(...words.split(' '));
    expect({code, stdout}).toEqual({code: 1, stdout: ''});
    expect(stderr).toMatch(/^prox: Port already in use: /);
    expect(stderr).toContain(`${port} is held by pid ${running.pid} (${argv.join(' ')})`);
    expect(stderr).toContain('--api-port');
    expect(cli.read('started')).toBeUndefined();
    await cli.assertNothingLeft();
    expect(await cli.run('status')).toMatchObject({code: 3});
  },
);

test('without a port of its own prox takes the next free one', async () => {
  await using cli = await ProxCli.create({config: {processes: {web: 'exec sleep 1000'}}});
  const {code, stdout} = await cli.run('up', '-d');
  expect(code).toBe(0);
  const {port} = cli.state();
  expect(port).toBeGreaterThan(DEFAULT_PORT);
  expect(stdout).toMatch(new RegExp(`http://127.0.0.1:${port}$`, 'm'));
  expect(await cli.run('status')).toMatchObject({code: 0});
});
