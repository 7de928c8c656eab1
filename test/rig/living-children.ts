import {ProcessTable} from '../../src/os/process-table.ts';

/** Of a supervisor run: the children, not what these have started, by the name of their process. Linux only. */
export async function livingChildren(
  instance: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const rows = (await new ProcessTable().rows()).filter(
    row => row.pid === row.group && !row.isZombie && row.hasMark(`PROX_INSTANCE=${instance}`),
  );
  return new Map(
    names.map(name => {
      const own = rows.filter(row => row.hasMark(`PROX_PROCESS=${name}`));
      return [name, own.map(({pid}) => pid)];
    }),
  );
}
