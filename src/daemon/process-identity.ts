import {bootId, findProcess} from '../os/process-table.ts';

/** A process that cannot be confused with a later one of the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** When it started: `bootId:startTime`. */
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

/** Stopped by SIGSTOP or Ctrl-Z: it lives, and answers nobody. */
export async function isSuspended({pid}: ProcessIdentity): Promise<boolean> {
  return (await findProcess(pid))?.isSuspended ?? false;
}

async function startTokenOf(pid: number): Promise<string | undefined> {
  const row = await findProcess(pid);
  return row && !row.isZombie ? `${bootId()}:${row.startTime}` : undefined;
}
