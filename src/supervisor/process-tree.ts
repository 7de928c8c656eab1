import {hasCode} from '../core/errors.ts';
import type {ProcessRow, ProcessTable} from '../os/process-table.ts';

/** The environment variables that mark every process of ours, however far it strays (Linux). */
export const INSTANCE_MARK = 'PROX_INSTANCE';
export const PROCESS_MARK = 'PROX_PROCESS';

/** What identifies everything that one run has started. */
export interface ProcessTree {
  /** The child: leader of its process group and session. */
  readonly pid: number;
  /** Of the child, as in the process table. */
  readonly startTime: string | undefined;
  /** The supervisor run that started it. */
  readonly instance: string;
  /** The name of the process. */
  readonly process: string;
}

/**
 * The living members of a tree: its group, its session, all that bear its mark, and their descendants.
 * No one of these finds every shape of tree; together they do (double forks, job control, setsid, …).
 */
export async function livingMembers(table: ProcessTable, tree: ProcessTree): Promise<ProcessRow[]> {
  const rows = (await table.rows()).filter(row => !row.isZombie && row.pid !== process.pid);
  const leader = rows.find(row => row.pid === tree.pid);
  const isReused = leader !== undefined && leader.startTime !== tree.startTime;
  const members = new Map<number, ProcessRow>();
  for (const row of rows) {
    // A child with a terminal leads its group and session a moment after it is there only.
    const isOfTree = [row.pid, row.group, row.session].includes(tree.pid);
    const isRelated = !isReused && isOfTree;
    if (isRelated || isMarked(row, tree)) members.set(row.pid, row);
  }
  addDescendants(members, rows);
  return [...members.values()];
}

function isMarked(row: ProcessRow, {instance, process: name}: ProcessTree): boolean {
  return row.hasMark(`${INSTANCE_MARK}=${instance}`) && row.hasMark(`${PROCESS_MARK}=${name}`);
}

function addDescendants(members: Map<number, ProcessRow>, rows: readonly ProcessRow[]): void {
  let before: number;
  do {
    before = members.size;
    for (const row of rows) if (members.has(row.parent)) members.set(row.pid, row);
  } while (members.size > before);
}

/** Signals a process, or a group when negative. Returns false when there was nobody, or nobody who may be signalled. */
export function signalProcess(target: number, signal: NodeJS.Signals): boolean {
  if (!Number.isInteger(target) || Math.abs(target) <= 1) throw new RangeError(`pid ${target}`);
  try {
    process.kill(target, signal);
    return true;
  } catch (error) {
    if (hasCode(error, 'ESRCH', 'EPERM')) return false;
    throw error;
  }
}
