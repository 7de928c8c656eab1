import {readFile} from 'node:fs/promises';
import {hasCode} from '../core/errors.ts';

/** A process that cannot be confused with a later one of the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started, in terms of its system: `bootId:ticks` on Linux, else the text of `ps`. */
  readonly startToken: string;
}

/** Who we are. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  const startToken = await startTokenOf(process.pid);
  return {pid: process.pid, startToken: startToken ?? 'unknown'};
}

/** Whether exactly this process lives; a reused pid and a zombie are dead. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await startTokenOf(identity.pid)) === identity.startToken;
}

/** Undefined when no process has this pid, or only a zombie. */
async function startTokenOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return startTokenFromPs(pid);
  const stat = await readProc(`/proc/${pid}/stat`);
  const startTicks = stat === undefined ? undefined : parseStartTicks(stat);
  if (startTicks === undefined) return undefined;
  const bootId = await readProc('/proc/sys/kernel/random/boot_id');
  return `${bootId?.trim() ?? ''}:${startTicks}`;
}

const STATE_FIELD = 3;
const START_TIME_FIELD = 22;

/**
 * Field 22 of a `/proc/<pid>/stat` line (proc_pid_stat(5)): clock ticks from boot to the start of the
 * process; undefined for a zombie. Counted from the last `)`: a process may be named `a) R 1 2`.
 */
export function parseStartTicks(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[0];
  const startTicks = fields[START_TIME_FIELD - STATE_FIELD];
  if (state === undefined || state === 'Z' || state === 'X') return undefined;
  return startTicks !== undefined && /^\d+$/.test(startTicks) ? startTicks : undefined;
}

/** The start time in a line of `ps -o stat=,lstart=`; undefined for a zombie. */
export function parsePsLine(line: string): string | undefined {
  const [state = '', ...start] = line.trim().split(/\s+/);
  return state.startsWith('Z') || start.length === 0 ? undefined : start.join(' ');
}

async function startTokenFromPs(pid: number): Promise<string | undefined> {
  const {psLine} = await import('./ps.ts');
  const line = await psLine(pid, 'stat=,lstart=');
  return line === undefined ? undefined : parsePsLine(line);
}

async function readProc(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    // ESRCH: it ended between open and read.
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES')) return undefined;
    throw error;
  }
}
