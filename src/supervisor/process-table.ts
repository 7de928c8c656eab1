import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {promisify} from 'node:util';
import type {Clock} from '../core/clock.ts';

/** One process of the operating system. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly isZombie: boolean;
  /** Differs between two processes that got the same pid one after the other. */
  readonly startTime: string;
  /** Its command line, for people. */
  readonly command: string;
  /** Whether its environment began with `NAME=value`. Only Linux tells, and of our own user's processes. */
  hasMark(mark: string): boolean;
}

/** How long a picture of the process table serves all who ask. */
const FRESH_MS = 20;
const MAX_COMMAND = 200;

/** The operating system's processes: from /proc where there is one, else from `ps`. */
export class ProcessTable {
  readonly #clock: Clock;
  #rows: Promise<readonly ProcessRow[]> | undefined;
  #takenAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async rows(): Promise<readonly ProcessRow[]> {
    const now = this.#clock.monotonic();
    if (!this.#rows || now - this.#takenAt > FRESH_MS) {
      this.#takenAt = now;
      this.#rows = process.platform === 'linux' ? Promise.resolve(readProc()) : readPs();
    }
    return this.#rows;
  }
}

/** A process's start time in the table's own unit; undefined when there is no such process. */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return readRow(pid)?.startTime;
  const rows = await readPs();
  return rows.find(row => row.pid === pid)?.startTime;
}

function readProc(): ProcessRow[] {
  const rows: ProcessRow[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const row = Number.isInteger(pid) ? readRow(pid) : undefined;
    if (row) rows.push(row);
  }
  return rows;
}

/** proc(5): the second field of stat is the name in brackets and may hold anything, brackets and blanks too. */
function readRow(pid: number): ProcessRow | undefined {
  const stat = readProcFile(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const [state = '', parent = '', group = '', session = ''] = fields;
  // Read when asked for, and once: a picture of the table may serve hundreds of stops.
  let environment: string | undefined;
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    isZombie: state === 'Z' || state === 'X',
    startTime: fields[19] ?? '',
    get command() {
      const name = stat.slice(stat.indexOf('(') + 1, nameEnd);
      const line = readProcFile(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
      return (line || name).slice(0, MAX_COMMAND);
    },
    hasMark(mark) {
      environment ??= `\0${readProcFile(`/proc/${pid}/environ`) ?? ''}`;
      return environment.includes(`\0${mark}\0`);
    },
  };
}

/** Undefined when the process is gone or not ours to read. */
function readProcFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // ENOENT, ESRCH, EACCES: all mean that there is nothing for us to see.
    return undefined;
  }
}

const PS_LINE = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\d+\s+\S+\s+\d+)\s+(.*)$/;

async function readPs(): Promise<ProcessRow[]> {
  const {stdout} = await promisify(execFile)(
    'ps',
    ['-Ao', 'pid=,ppid=,pgid=,stat=,lstart=,args='],
    {
      env: {...process.env, LC_ALL: 'C'},
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  return stdout.split('\n').flatMap(line => {
    const match = PS_LINE.exec(line);
    if (!match) return [];
    const [, pid, parent, group, state = '', startTime = '', args = ''] = match;
    return {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: Number(group),
      isZombie: state.startsWith('Z'),
      startTime,
      command: args.slice(0, MAX_COMMAND),
      hasMark: () => false,
    };
  });
}

/** Changes with every boot of the machine; empty where the system does not tell. */
export function bootId(): string {
  return readProcFile('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}
