import {readdir, readFile} from 'node:fs/promises';
import {setTimeout as delay} from 'node:timers/promises';

// Nothing announces the end of a process that is not our child, so it has to be looked for.
const LOOK_AGAIN_MS = 10;
const PATIENCE_MS = 3000;

export interface MarkedProcess {
  readonly pid: number;
  readonly command: string;
}

/** Resolves when no living process has `mark` (`NAME=value`) in its environment. Linux only. */
export async function waitUntilNoneMarked(mark: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const left = await findMarked(mark);
    if (left.length === 0) return;
    if (performance.now() > deadline) throw new Error(`left behind:\n${describe(left)}`);
    await delay(LOOK_AGAIN_MS);
  }
}

/** Kills every process with `mark` in its environment, also what those start meanwhile. */
export async function killMarked(mark: string): Promise<void> {
  for (;;) {
    const left = await findMarked(mark);
    if (left.length === 0) return;
    for (const {pid} of left) killIfAlive(pid);
    await delay(LOOK_AGAIN_MS);
  }
}

/** The living processes that have `mark` in their environment, without this one. */
export async function findMarked(mark: string): Promise<readonly MarkedProcess[]> {
  const entries = await readdir('/proc');
  const pids = entries.map(Number).filter(pid => pid > 0 && pid !== process.pid);
  const found = await Promise.all(pids.map(pid => readMarked(pid, mark)));
  return found.filter(marked => marked !== undefined);
}

async function readMarked(pid: number, mark: string): Promise<MarkedProcess | undefined> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
    if (!environment.split('\0').includes(mark)) return undefined;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
    return {pid, command: command.replaceAll('\0', ' ')};
  } catch {
    return undefined; // it ended between the look at the list and the look at it, or is not ours
  }
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself meanwhile
  }
}

function describe(processes: readonly MarkedProcess[]): string {
  return processes.map(({pid, command}) => `${pid} ${command}`).join('\n');
}
