import {type Clock, pause} from '../core/clock.ts';
import type {Ledger} from './children-ledger.ts';
import {bootId, type ProcessRow, ProcessTable} from '../os/process-table.ts';
import {INSTANCE_MARK, livingMembers, signalProcess} from './process-tree.ts';

/** Elsewhere a process's environment cannot be read: pid and start time must do. */
const HAS_MARKS = process.platform === 'linux';
const POLL_MS = 50;
/** As the guardian's: from SIGTERM to SIGKILL, and then until giving up. */
const GRACE_MS = 2000;

export interface Leftover {
  readonly pid: number;
  readonly command: string;
  /** Still there after SIGKILL. */
  readonly isAlive: boolean;
}

/**
 * Ends what a dead run of prox left behind (its guardian was killed too, or there was a power cut).
 * Only what is proven to be its: what bears the mark of that run, and the recorded groups (by pid and
 * start time, in the same boot) in which somebody does. A stranger is never signalled, whatever the file says.
 */
export async function endLeftovers(ledger: Ledger, clock: Clock): Promise<readonly Leftover[]> {
  if (ledger.bootId !== bootId()) return [];
  const table = new ProcessTable();
  const found = await members(table, ledger);
  signalAll(found, 'SIGTERM', 'SIGCONT');
  if ((await waitUntilGone(table, ledger, clock)).length > 0) {
    signalAll(await members(table, ledger), 'SIGKILL');
  }
  const alive = new Set((await waitUntilGone(table, ledger, clock)).map(({pid}) => pid));
  return found.map(({pid, command}) => ({pid, command, isAlive: alive.has(pid)}));
}

async function waitUntilGone(
  table: ProcessTable,
  ledger: Ledger,
  clock: Clock,
): Promise<ProcessRow[]> {
  const deadline = clock.monotonic() + GRACE_MS;
  let rows = await members(table, ledger);
  while (rows.length > 0 && clock.monotonic() < deadline) {
    await pause(clock, POLL_MS);
    rows = await members(table, ledger);
  }
  return rows;
}

async function members(table: ProcessTable, {instance, groups}: Ledger): Promise<ProcessRow[]> {
  const found = new Map<number, ProcessRow>();
  for (const row of await table.rows()) {
    const isMarked = row.hasMark(`${INSTANCE_MARK}=${instance}`);
    if (isMarked && !row.isZombie && row.pid !== process.pid) found.set(row.pid, row);
  }
  for (const {pid, startTime, process: name} of groups) {
    const rows = await livingMembers(table, {pid, startTime, instance, process: name});
    const isProven = rows.some(row => found.has(row.pid) || (!HAS_MARKS && row.pid === pid));
    if (isProven) for (const row of rows) found.set(row.pid, row);
  }
  return [...found.values()];
}

function signalAll(rows: readonly ProcessRow[], ...signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) for (const {pid} of rows) signalProcess(pid, signal);
}
