import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {expect, test} from 'vitest';
import {ProcessTable} from '../../../src/os/process-table.ts';

test('a process that gets a mark when it becomes another program is seen to have it', async () => {
  const table = new ProcessTable();
  const script = "echo before; read x; exec env PROX_MARK=1 sh -c 'echo after; read x'";
  const child = spawn('sh', ['-c', script], {stdio: ['pipe', 'pipe', 'ignore']});
  const isMarked = async (): Promise<boolean | undefined> =>
    (await table.rows()).find(({pid}) => pid === child.pid)?.hasMark('PROX_MARK=1');
  try {
    await once(child.stdout, 'data');
    expect(await isMarked()).toBe(false);
    child.stdin.write('\n');
    await once(child.stdout, 'data');
    expect(await isMarked()).toBe(true);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});
