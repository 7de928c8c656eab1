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

/** The living members of a tree. */
export async function livingMembers(
  table: ProcessTable,
  tree: ProcessTree,
): Promise<readonly ProcessRow[]> {
  return sortIntoTrees(await table.rows(), [tree]).get(tree) ?? [];
}

/**
 * The living members of each tree: its group, its session, all that bear its mark, and their descendants.
 * No one of these finds every shape of tree; together they do (double forks, job control, setsid, …).
 */
export function sortIntoTrees(
  rows: readonly ProcessRow[],
  trees: readonly ProcessTree[],
): ReadonlyMap<ProcessTree, readonly ProcessRow[]> {
  const living = rows.filter(row => !row.isZombie && row.pid !== process.pid);
  const owners = new Map<number, ProcessTree>();
  const relatedTree = finderOfRelated(living, trees);
  const markedTree = finderOfMarked(trees);
  for (const row of living) {
    const tree = relatedTree(row) ?? markedTree(row);
    if (tree) owners.set(row.pid, tree);
  }
  addDescendants(owners, living);
  const members = new Map<ProcessTree, ProcessRow[]>(trees.map(tree => [tree, []]));
  for (const row of living) {
    const tree = owners.get(row.pid);
    if (tree) members.get(tree)?.push(row);
  }
  return members;
}

type TreeFinder = (row: ProcessRow) => ProcessTree | undefined;

/** By its child, unless another process has got the pid of that since. */
function finderOfRelated(rows: readonly ProcessRow[], trees: readonly ProcessTree[]): TreeFinder {
  const startTimes = new Map(rows.map(({pid, startTime}) => [pid, startTime]));
  const isReused = ({pid, startTime}: ProcessTree): boolean =>
    startTimes.has(pid) && startTimes.get(pid) !== startTime;
  const byPid = new Map(trees.filter(tree => !isReused(tree)).map(tree => [tree.pid, tree]));
  // A child with a terminal leads its group and session a moment after it is there only.
  return ({pid, group, session}) => byPid.get(pid) ?? byPid.get(group) ?? byPid.get(session);
}

function finderOfMarked(trees: readonly ProcessTree[]): TreeFinder {
  const instances = [...new Set(trees.map(({instance}) => `${INSTANCE_MARK}=${instance}`))];
  return row =>
    instances.some(mark => row.hasMark(mark)) ? trees.find(tree => isMarked(row, tree)) : undefined;
}

function isMarked(row: ProcessRow, {instance, process: name}: ProcessTree): boolean {
  return row.hasMark(`${INSTANCE_MARK}=${instance}`) && row.hasMark(`${PROCESS_MARK}=${name}`);
}

function addDescendants(owners: Map<number, ProcessTree>, rows: readonly ProcessRow[]): void {
  let before: number;
  do {
    before = owners.size;
    for (const {pid, parent} of rows) {
      const tree = owners.get(parent);
      if (tree && !owners.has(pid)) owners.set(pid, tree);
    }
  } while (owners.size > before);
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
