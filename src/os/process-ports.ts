import {readdir, readFile, readlink} from 'node:fs/promises';

/** TCP ports that any of these processes listens on, ascending; empty where there is no /proc. */
export async function portsOfProcesses(pids: readonly number[]): Promise<readonly number[]> {
  if (pids.length === 0) return [];
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readTable));
  const sockets = new Map(tables.flatMap(table => [...listeningSockets(table)]));
  if (sockets.size === 0) return [];
  const ports = new Set<number>();
  for (const pid of pids) {
    for (const file of await openFilesOf(pid)) {
      const port = sockets.get(file);
      if (port !== undefined) ports.add(port);
    }
  }
  return [...ports].toSorted((left, right) => left - right);
}

/** `local_address` with its port, `rem_address`, LISTEN as `st`, five columns, `inode`. */
const LISTENING =
  /^\s*\d+: [\dA-F]+:([\dA-F]{4}) [\dA-F]+:[\dA-F]{4} 0A(?: +\S+){2} +\S+ +\d+ +\d+ +(\d+) /gm;

/**
 * The ports of the sockets that listen, by the names that /proc gives these, from a `/proc/net/tcp` table
 * (proc_net_tcp(5)).
 */
export function listeningSockets(table: string): ReadonlyMap<string, number> {
  return new Map(
    Array.from(table.matchAll(LISTENING), ([, port = '', inode = '']) => [
      `socket:[${inode}]`,
      Number.parseInt(port, 16),
    ]),
  );
}

/** Empty where there is no /proc, or no IPv6. */
async function readTable(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

/** Empty for a process that has ended, or that this user may not look at. */
async function openFilesOf(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map(async name => readlink(`${folder}/${name}`).catch(() => '')));
}
