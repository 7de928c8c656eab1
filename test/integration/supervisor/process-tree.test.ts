import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {expect, test} from 'vitest';
import {ProcessTable} from '../../../src/os/process-table.ts';
import {livingMembers} from '../../../src/supervisor/process-tree.ts';

test('a child that does not lead its group yet and bears no mark is of its own tree', async () => {
  // As the child of a terminal is for a moment: in the group and session of who has forked it.
  const child = spawn('sleep', ['1000'], {stdio: 'ignore'});
  await once(child, 'spawn');
  const table = new ProcessTable();
  const pid = child.pid ?? 0;
  const startTime = (await table.find(pid))?.startTime;
  const tree = {pid, startTime, instance: 'none', process: 'repl'};
  const members = await livingMembers(table, tree);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(members.map(row => row.pid)).toEqual([pid]);
});
