import {expect, test} from 'vitest';
import {bootId} from '../../src/os/process-table.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import {RunningCommand} from '../rig/running-command.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const config = {api: {port: 0}, processes: {web: 'exec sleep 1000'}};

test('a stranger that has the pid of a dead prox and of its child is left alone', async () => {
  await using program = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config});
  // As a child of prox does, it leads a group.
  const argv = ['setsid', ...program.argv];
  const env = {PATH: process.env['PATH'] ?? ''};
  const {pid} = new RunningCommand({argv, cwd: cli.projectDir, env});
  const stranger = await program.nextRun();
  expect(stranger.pid).toBe(pid);

  await leaveFilesThatName(pid, cli);
  expect(await cli.run('status')).toMatchObject({code: 3});
  expect(await cli.run('down')).toMatchObject({code: 3});
  await leaveFilesThatName(pid, cli);
  expect(await cli.run('up', '-d')).toMatchObject({code: 0, stderr: ''});
  expect(cli.read('.prox/prox.log')).not.toContain('left over');
  expect(cli.state().pid).not.toBe(pid);
  expect(await cli.run('down')).toMatchObject({code: 0});
  expect((await stranger.report()).signalsSeen).toEqual([]);
});

/** What a prox that died before this pid was given away again leaves behind, or a hostile clone brings. */
async function leaveFilesThatName(pid: number, cli: ProxCli): Promise<void> {
  const startToken = `${bootId()}:1`;
  const files = {
    'children.json': {
      instance: 'of-a-dead-prox',
      bootId: bootId(),
      groups: [{process: 'web', pid, startTime: '1'}],
    },
    'prox.state': {
      pid,
      port: 1,
      host: '127.0.0.1',
      started_at: '2026-01-01T00:00:00.000Z',
      config_file: `${cli.projectDir}/prox.yaml`,
      start_token: startToken,
      version: '0.1.0',
    },
    'prox.pid': pid,
    'prox.lock': {pid, start_token: startToken},
  };
  for (const [name, content] of Object.entries(files)) {
    await cli.write(`.prox/${name}`, JSON.stringify(content));
  }
}
