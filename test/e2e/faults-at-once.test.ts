import {expect, test} from 'vitest';
import {Mailbox} from '../rig/mailbox.ts';
import {ProxCli} from '../rig/prox-cli.ts';
import type {CommandResult, RunningCommand} from '../rig/running-command.ts';

const TOGETHER = 10;
const config = {
  api: {port: 0},
  processes: {web: 'echo started >>starts; echo told; exec sleep 1000'},
};

/** Starts ten at the same moment and gives the one that is left when nine have been refused. */
async function race(cli: ProxCli): Promise<{winner: RunningCommand; refused: CommandResult[]}> {
  const left = new Set<RunningCommand>();
  const ends = new Mailbox<CommandResult>();
  for (let count = 0; count < TOGETHER; count++) {
    const up = cli.spawn('up');
    left.add(up);
    void up.exit.then(result => {
      left.delete(up);
      ends.put(result);
    });
  }
  const refused: CommandResult[] = [];
  while (refused.length < TOGETHER - 1) refused.push(await ends.next());
  const [winner] = left;
  if (winner === undefined) throw new Error('nobody has won');
  await winner.line(/web +\| told/);
  return {winner, refused};
}

function expectRefused(refused: readonly CommandResult[], words: string): void {
  for (const {code, stdout, stderr} of refused) {
    expect({code, stdout}).toEqual({code: 1, stdout: ''});
    expect(stderr).toContain(words);
  }
}

test('of ten that start at once one runs, and names itself to the others', async () => {
  await using cli = await ProxCli.create({config});
  const {winner, refused} = await race(cli);
  expectRefused(refused, `already running (pid ${winner.pid})`);
  expect(cli.state().pid).toBe(winner.pid);
  expect(cli.read('starts')).toBe('started\n');
  expect(await cli.run('down')).toMatchObject({code: 0});
  expect(await winner.exit).toMatchObject({code: 0});
});

test('of ten that find one that was killed, again one runs', async () => {
  await using cli = await ProxCli.create({config});
  const killed = cli.spawn('up');
  await killed.line(/web +\| told/);
  killed.kill('SIGKILL');
  const {winner, refused} = await race(cli);
  expectRefused(refused, 'already running');
  expect(cli.state().pid).toBe(winner.pid);
  expect(cli.read('starts')).toBe('started\nstarted\n');
});
