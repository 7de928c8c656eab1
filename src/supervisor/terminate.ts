import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import treeKill from 'tree-kill';
import {type Clock, pause} from '../core/clock.ts';
import type {Survivor} from '../core/process-state.ts';
import type {ProcessRow, ProcessTable} from '../os/process-table.ts';
import {livingMembers, type ProcessTree, signalProcess} from './process-tree.ts';

const FIRST_POLL_MS = 10;
const POLL_MS = 50;
/** How long SIGKILL is given, again and again, before what is left is called a survivor. */
const KILL_MS = 2000;

export interface TerminateOptions {
  readonly tree: ProcessTree;
  readonly table: ProcessTable;
  readonly clock: Clock;
  readonly signal: NodeJS.Signals;
  /** From the signal to SIGKILL. */
  readonly graceMs: number;
  /** Resolves when the child itself has ended. */
  readonly exited: Promise<unknown>;
  /** Aborted: no more grace. */
  readonly force: AbortSignal;
  /** Told who did not obey, before they get SIGKILL. */
  readonly onKill: (members: readonly ProcessRow[]) => void;
}

/**
 * Ends a whole process tree and verifies it (docs/reference/supervision.md, "Stop, verified"): the
 * signal and SIGCONT (a stopped process must wake to obey), the grace period, SIGKILL. Resolves with
 * what outlived all that, or with nothing when nobody is left. Zombies do not count.
 */
export async function terminateTree(options: TerminateOptions): Promise<readonly Survivor[]> {
  const {clock, tree, force} = options;
  const deadline = clock.monotonic() + options.graceMs;
  const childEnd = new AbortController();
  void options.exited.then(() => childEnd.abort());
  const first = await livingMembers(options.table, tree);
  const told = new Set(signalAll(tree, first, [options.signal, 'SIGCONT']));
  let members: readonly ProcessRow[] = first;
  for (let pollMs = FIRST_POLL_MS; members.length > 0; pollMs = Math.min(2 * pollMs, POLL_MS)) {
    const restMs = deadline - clock.monotonic();
    if (force.aborted || restMs <= 0) return killTree(options, members);
    const news = childEnd.signal.aborted ? force : AbortSignal.any([force, childEnd.signal]);
    await pause(clock, Math.min(pollMs, restMs), news);
    members = await livingMembers(options.table, tree);
    // Who left the group in the moment of the signal did not hear it. Nobody else is told again: a
    // second SIGTERM means "at once" to many, and what they start to clean up must be left to work.
    const deserters = members.filter(
      ({pid, group}) => group !== tree.pid && !told.has(pid) && first.some(row => row.pid === pid),
    );
    for (const pid of signalAll(tree, deserters, [options.signal, 'SIGCONT'])) told.add(pid);
  }
  return [];
}

/** The group first: one signal ends all its members, also those that fork meanwhile. */
async function killTree(
  {clock, tree, table, onKill}: TerminateOptions,
  found: readonly ProcessRow[],
): Promise<readonly Survivor[]> {
  const startedAt = clock.monotonic();
  onKill(found);
  let members = found;
  let hasSwept = false;
  for (let pollMs = FIRST_POLL_MS; members.length > 0; pollMs = POLL_MS) {
    const elapsedMs = clock.monotonic() - startedAt;
    if (hasSwept && elapsedMs >= KILL_MS) break;
    signalAll(tree, members, ['SIGKILL']);
    if (!hasSwept && elapsedMs >= KILL_MS / 2) {
      hasSwept = true;
      await sweepByTreeKill(members);
    }
    await pause(clock, pollMs);
    members = await livingMembers(table, tree);
  }
  return members.map(({pid, command}) => ({pid, command}));
}

/** The group as one, the others one by one; returns the latter. */
function signalAll(
  tree: ProcessTree,
  members: readonly ProcessRow[],
  signals: readonly NodeJS.Signals[],
): readonly number[] {
  const strays = members.filter(({group}) => group !== tree.pid).map(({pid}) => pid);
  const targets = strays.length < members.length ? [-tree.pid, ...strays] : strays;
  for (const signal of signals) for (const target of targets) signalProcess(target, signal);
  return strays;
}

/**
 * A second opinion on who descends from those that outlived a SIGKILL. tree-kill throws where nobody can
 * catch when `ps` is missing, and misjudges one that does not know its options (BusyBox), so that `ps` is
 * tried first. It asks `ps` once for each process, which is why it is not the first means.
 */
async function sweepByTreeKill(members: readonly ProcessRow[]): Promise<void> {
  if (!(await hasUsablePs())) return;
  for (const {pid} of members) {
    await new Promise<void>(resolve => {
      treeKill(pid, 'SIGKILL', () => resolve());
    });
  }
}

async function hasUsablePs(): Promise<boolean> {
  return promisify(execFile)('ps', ['-o', 'pid', '--no-headers', '-p', String(process.pid)]).then(
    () => true,
    () => false,
  );
}
