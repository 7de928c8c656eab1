import {readFile} from 'node:fs/promises';
import {setTimeout as delay} from 'node:timers/promises';
import {type ProcessRow, ProcessTable} from '../../src/os/process-table.ts';

const LOOK_AGAIN_MS = 5;

/** Of a supervisor run: the children, not what these have started, by the name of their process. Linux only. */
export async function livingChildren(
  instance: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = await new ProcessTable().rows();
  const leaders = rows.filter(({pid, group, isZombie}) => pid === group && !isZombie);
  const marked = await Promise.all(
    leaders.map(async row => ({pid: row.pid, marks: await variablesOf(row)})),
  );
  const own = marked.filter(({marks}) => marks.includes(`PROX_INSTANCE=${instance}`));
  return new Map(
    names.map(name => [
      name,
      own.filter(({marks}) => marks.includes(`PROX_PROCESS=${name}`)).map(({pid}) => pid),
    ]),
  );
}

/** `NAME=value` each; none when it has ended. In the middle of an `exec` nobody can read them: that is waited for. */
async function variablesOf({pid, parent}: ProcessRow): Promise<readonly string[]> {
  for (;;) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => undefined);
    if (environment === undefined) return [];
    if (environment !== '' || parent !== process.pid) return environment.split('\0');
    await delay(LOOK_AGAIN_MS);
  }
}
