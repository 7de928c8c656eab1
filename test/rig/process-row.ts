import type {ProcessRow} from '../../src/os/process-table.ts';

/** A process of the system: leader of its group and session, started by nobody of ours, idle. */
export function processRow(
  changes: Partial<ProcessRow> & Pick<ProcessRow, 'pid'>,
  marks: readonly string[] = [],
): ProcessRow {
  const {pid} = changes;
  return {
    parent: 1,
    group: pid,
    session: pid,
    isZombie: false,
    isSuspended: false,
    isInForeground: false,
    startTime: `start of ${pid}`,
    cpuMs: 0,
    memoryBytes: 0,
    command: `command ${pid}`,
    hasMark: mark => marks.includes(mark),
    ...changes,
  };
}
