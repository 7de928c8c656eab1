import {closeSync, openSync, readdirSync, readFileSync, readSync} from 'node:fs';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {hasCode} from '../core/errors.ts';
import {kernelUnits} from './kernel-units.ts';
import {parseStat} from './proc-stat.ts';

/** One process of the operating system. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly isZombie: boolean;
  /** By SIGSTOP or Ctrl-Z. */
  readonly isSuspended: boolean;
  /** Its terminal, if it has one, hands it what is typed; false after `prox up &`. */
  readonly isInForeground: boolean;
  /** Within one boot it differs between two processes that got the same pid one after the other. */
  readonly startTime: string;
  /** Processor time of user and system, of all its threads; not of its children. */
  readonly cpuMs: number;
  /** Resident. */
  readonly memoryBytes: number;
  /** Its command line, for people. */
  readonly command: string;
  /** Whether its environment began with `PROX_…=value`. Only Linux tells, and of our own user's processes. */
  hasMark(mark: string): boolean;
}

const MAX_COMMAND = 200;
const MARK_PREFIX = 'PROX_';
const NOBODY: ReadonlySet<number> = new Set();

/** The operating system's processes: from /proc where there is one, else from `ps`. */
export class ProcessTable {
  /** Kept free, so that processes can still be found when there are too many open files. */
  #spareFd = openSpare();
  #reading: Promise<readonly ProcessRow[]> | undefined;
  readonly #environments = new Environments();

  /** As they are after the call: those who ask in one turn of the event loop share a look, never an older one. */
  async rows(): Promise<readonly ProcessRow[]> {
    this.#reading ??= nextTurn().then(async () => {
      this.#reading = undefined;
      return this.#read(async () => this.#readRows());
    });
    return this.#reading;
  }

  /** As `rows`, but these need not be among them: a look costs as much as there are processes to look at. */
  async rowsExcept(pids: ReadonlySet<number>): Promise<readonly ProcessRow[]> {
    return this.#read(async () => this.#readRows(pids));
  }

  /** The process as it is now; undefined when there is none. A zombie is still there. */
  async find(pid: number): Promise<ProcessRow | undefined> {
    return this.#read(async () => findProcess(pid));
  }

  async #readRows(except = NOBODY): Promise<readonly ProcessRow[]> {
    const rows = await readRows(this.#environments, except);
    this.#environments.keep(new Set([...except, ...rows.map(({pid}) => pid)]));
    return rows;
  }

  async #read<T>(read: () => Promise<T>): Promise<T> {
    this.#spareFd ??= openSpare();
    try {
      return await read();
    } catch (error) {
      if (!hasCode(error, 'EMFILE', 'ENFILE') || this.#spareFd === undefined) throw error;
      closeSync(this.#spareFd);
      this.#spareFd = undefined;
      const found = await read();
      this.#spareFd = openSpare();
      return found;
    }
  }
}

/** Undefined when there are too many open files right now. */
function openSpare(): number | undefined {
  try {
    return openSync('/dev/null', 'r');
  } catch (error) {
    if (hasCode(error, 'EMFILE', 'ENFILE')) return undefined;
    throw error;
  }
}

/** The process as it is now; undefined when there is none. A zombie is still there. */
export async function findProcess(pid: number): Promise<ProcessRow | undefined> {
  const environments = new Environments();
  if (process.platform === 'linux') return readRow(pid, environments);
  return (await readRows(environments, NOBODY)).find(row => row.pid === pid);
}

/** Changes with every boot of the machine; empty where the system does not tell. */
export function bootId(): string {
  return readProcFile('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

async function readRows(
  environments: Environments,
  except: ReadonlySet<number>,
): Promise<readonly ProcessRow[]> {
  if (process.platform !== 'linux') return (await import('./ps.ts')).readPs();
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name);
    const isAsked = Number.isInteger(pid) && !except.has(pid);
    return (isAsked && readRow(pid, environments)) || [];
  });
}

function readRow(pid: number, environments: Environments): ProcessRow | undefined {
  const stat = parseStat(readStat(pid) ?? '');
  if (!stat) return undefined;
  const {name, image, cpuTicks, residentPages, ...fields} = stat;
  const {ticksPerSecond, pageBytes} = kernelUnits();
  return {
    pid,
    ...fields,
    cpuMs: (cpuTicks * 1000) / ticksPerSecond,
    memoryBytes: residentPages * pageBytes,
    get command() {
      const line = readProcFile(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim();
      return (line || name).slice(0, MAX_COMMAND);
    },
    hasMark(mark) {
      return environments.of(pid, `${fields.startTime} ${image}`).includes(`\0${mark}\0`);
    },
  };
}

/** What each process has of variables that may be marks, read once for each program that it becomes. */
class Environments {
  readonly #known = new Map<number, {readonly image: string; readonly marks: string}>();

  /** `\0A=1\0B=2\0`; `image` differs between any two programs that the pid has run. */
  of(pid: number, image: string): string {
    const known = this.#known.get(pid);
    if (known?.image === image) return known.marks;
    const environment = readProcFile(`/proc/${pid}/environ`) ?? '';
    const marks = environment.split('\0').filter(variable => variable.startsWith(MARK_PREFIX));
    const found = `\0${marks.join('\0')}\0`;
    this.#known.set(pid, {image, marks: found});
    return found;
  }

  /** Forgets all but these. */
  keep(pids: ReadonlySet<number>): void {
    for (const pid of this.#known.keys()) if (!pids.has(pid)) this.#known.delete(pid);
  }
}

function readProcFile(file: string): string | undefined {
  return unlessGone(() => readFileSync(file, 'latin1'));
}

/** One for all: these are read by the hundred, and `readFileSync` takes 64 KB for each. */
const statLine = Buffer.allocUnsafe(4096);

function readStat(pid: number): string | undefined {
  return unlessGone(() => {
    const fd = openSync(`/proc/${pid}/stat`, 'r');
    try {
      return statLine.toString('latin1', 0, readSync(fd, statLine));
    } finally {
      closeSync(fd);
    }
  });
}

/** Undefined when the process is gone or not ours to read. */
function unlessGone(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error; // EMFILE, say, must not look like "nobody is there"
  }
}
