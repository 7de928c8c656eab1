import {readdir, readFile, writeFile} from 'node:fs/promises';

/** Of sysconf(_SC_CLK_TCK), which Linux fixes for user space. */
const TICKS_PER_SECOND = 100;
/** What `clear_refs` takes to make the peak begin anew; proc_pid_clear_refs(5). */
const FORGET_PEAK = '5';

/** Of user and system, all threads; exact to 10 ms. */
export async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Resident now, in MB. */
export async function residentMegabytes(pid: number): Promise<number> {
  return megabytes(pid, 'VmRSS');
}

/** The most that was resident since the start or since `forgetPeak`, in MB. */
export async function peakMegabytes(pid: number): Promise<number> {
  return megabytes(pid, 'VmHWM');
}

export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, FORGET_PEAK);
}

export async function openFiles(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

/** The command lines of its children. */
export async function childCommands(pid: number): Promise<readonly string[]> {
  const pids = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  const lines = pids.split(' ').filter(child => child !== '');
  // One may end between the two reads.
  return Promise.all(
    lines.map(async child => readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')),
  );
}

async function megabytes(pid: number, field: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}
