import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {type CommandResult, RunningCommand} from '../rig/running-command.ts';

const BIN = fileURLToPath(new URL('../../bin/prox.js', import.meta.url));
const config = {
  api: {port: 0},
  processes: {web: 'while true; do echo tick; sleep 0.05; done'},
};

/** Runs prox with a reader that leaves after one line; the exit code is that of prox. */
async function runIntoHead(cli: ProxCli, words: string): Promise<CommandResult> {
  const script = `set -o pipefail; "$0" "$1" ${words} | head -n 1`;
  const command = new RunningCommand({
    argv: ['bash', '-c', script, process.execPath, BIN],
    cwd: cli.projectDir,
    env: {PATH: process.env['PATH'] ?? '', HOME: cli.home},
  });
  return command.exit;
}

test('up ends quietly, with its processes, when its reader is gone', async () => {
  await using cli = await ProxCli.create({config});
  expect(await runIntoHead(cli, 'up')).toMatchObject({code: 0, stderr: ''});
  await cli.assertNothingLeft();
});

test.each(['logs -f', 'logs -n 1000', 'status', 'api GET /logs/stream', 'help'])(
  '%s ends quietly when its reader is gone',
  async words => {
    await using cli = await ProxCli.create({config});
    await cli.run('up', '-d');
    expect(await runIntoHead(cli, words)).toMatchObject({code: 0, stderr: ''});
  },
);
