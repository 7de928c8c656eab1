import {readdir, readFile, readlink} from 'node:fs/promises';
import {findListeningSockets} from './listening-sockets.ts';

/** Who listens on a port. */
export interface PortHolder {
  readonly pid: number;
  readonly command: string;
  /** Empty when it cannot be told. */
  readonly cwd: string;
}

/** Undefined when nobody of this user listens there, or the system has no /proc. */
export async function findPortHolder(port: number): Promise<PortHolder | undefined> {
  const sockets = await socketsOf(port);
  if (sockets.size === 0) return undefined;
  for (const name of await entriesOf('/proc')) {
    if (/^\d+$/.test(name) && (await holdsAny(name, sockets))) return describe(Number(name));
  }
  return undefined;
}

/** Whether this process listens there, others or not; false where there is no /proc. */
export async function holdsPort(pid: number, port: number): Promise<boolean> {
  return holdsAny(String(pid), await socketsOf(port));
}

/** Those that listen, as /proc names them. */
async function socketsOf(port: number): Promise<ReadonlySet<string>> {
  const sockets = (await findListeningSockets()) ?? new Map<string, number>();
  return new Set([...sockets].flatMap(([socket, at]) => (at === port ? [socket] : [])));
}

/** What the process was started with; undefined when it has no such variable, or that cannot be told. */
export async function variableOf(pid: number, name: string): Promise<string | undefined> {
  const variables = (await readOr(`/proc/${pid}/environ`, '')).split('\0');
  return variables.find(variable => variable.startsWith(`${name}=`))?.slice(name.length + 1);
}

async function holdsAny(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  for (const fd of await entriesOf(folder)) {
    if (sockets.has(await linkOr(`${folder}/${fd}`, ''))) return true;
  }
  return false;
}

async function describe(pid: number): Promise<PortHolder> {
  const command = (await readOr(`/proc/${pid}/cmdline`, '')).split('\0').join(' ').trim();
  return {pid, command, cwd: await linkOr(`/proc/${pid}/cwd`, '')};
}

// A process may end, or belong to another user, between any two of these reads: then there is
// nothing to see, which is what the fallback says.

async function readOr(path: string, fallback: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => fallback);
}

async function linkOr(path: string, fallback: string): Promise<string> {
  return readlink(path).catch(() => fallback);
}

async function entriesOf(path: string): Promise<readonly string[]> {
  return readdir(path).catch(() => []);
}
