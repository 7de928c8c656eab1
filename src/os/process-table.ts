import {closeSync, openSync, readdirSync, readFileSync} from 'node:fs';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {hasCode} from '../core/errors.ts';

/** One process of the operating system. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly isZombie: boolean;
  /** By SIGSTOP or Ctrl-Z. */
  readonly isSuspended: boolean;
  /** Within one boot it differs between two processes that got the same pid one after the other. */
  readonly startTime: string;
  /** Its command line, for people. */
  readonly command: string;
  /** Whether its environment began with `PROX_…=value`. Only Linux tells, and of our own user's processes. */
  hasMark(mark: string): boolean;
}

const MAX_COMMAND = 200;
const MARK_PREFIX = 'PROX_';

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

  /** The process as it is now; undefined when there is none. A zombie is still there. */
  async find(pid: number): Promise<ProcessRow | undefined> {
    return this.#read(async () => findProcess(pid));
  }

  async #readRows(): Promise<readonly ProcessRow[]> {
    const rows = await readRows(this.#environments);
    this.#environments.keep(new Set(rows.map(({pid}) => pid)));
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
  return (await readRows(environments)).find(row => row.pid === pid);
}

/** Changes with every boot of the machine; empty where the system does not tell. */
export function bootId(): string {
  return readProcFile('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
}

async function readRows(environments: Environments): Promise<readonly ProcessRow[]> {
  if (process.platform !== 'linux') return (await import('./ps.ts')).readPs();
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name);
    return (Number.isInteger(pid) && readRow(pid, environments)) || [];
  });
}

function readRow(pid: number, environments: Environments): ProcessRow | undefined {
  const stat = parseStat(readProcFile(`/proc/${pid}/stat`) ?? '');
  if (!stat) return undefined;
  const {name, image, ...fields} = stat;
  return {
    pid,
    ...fields,
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

export interface ProcStat extends Pick<
  ProcessRow,
  'parent' | 'group' | 'session' | 'isZombie' | 'isSuspended' | 'startTime'
> {
  readonly name: string;
  /**
   * Where arguments and environment lie in memory: an exec puts them elsewhere, and a fork before it has
   * those of its parent. Zeros for who may not look, who cannot read the environment either.
   */
  readonly image: string;
}

const START_TIME_FIELD = 22;
const STATE_FIELD = 3;
const ARG_START_FIELD = 48;
const ENV_END_FIELD = 51;

/**
 * A line of `/proc/<pid>/stat` (proc_pid_stat(5)); undefined when it is cut off. The name in brackets may
 * hold anything, also ` ) R 1 2`: the fields are counted from the last bracket.
 */
export function parseStat(stat: string): ProcStat | undefined {
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const [state, parent, group, session] = fields;
  const startTime = fields[START_TIME_FIELD - STATE_FIELD] ?? '';
  if (!/^\d+$/.test(startTime)) return undefined;
  return {
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    isZombie: state === 'Z' || state === 'X',
    isSuspended: state === 'T',
    startTime,
    image: fields.slice(ARG_START_FIELD - STATE_FIELD, ENV_END_FIELD - STATE_FIELD + 1).join(' '),
  };
}

/** Undefined when the process is gone or not ours to read. */
function readProcFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH', 'EACCES', 'EPERM')) return undefined;
    throw error; // EMFILE, say, must not look like "nobody is there"
  }
}
