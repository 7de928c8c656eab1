import {readdir, readlink} from 'node:fs/promises';
import {findListeningSockets} from './listening-sockets.ts';

/** TCP ports that any of these processes listens on, ascending; empty where there is no /proc. */
export async function portsOfProcesses(pids: readonly number[]): Promise<readonly number[]> {
  if (pids.length === 0) return [];
  const sockets = await findListeningSockets();
  if (sockets === undefined || sockets.size === 0) return [];
  const ports = new Set<number>();
  for (const pid of pids) {
    for (const file of await openFilesOf(pid)) {
      const port = sockets.get(file);
      if (port !== undefined) ports.add(port);
    }
  }
  return [...ports].toSorted((left, right) => left - right);
}

/** Empty for a process that has ended, or that this user may not look at. */
async function openFilesOf(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map(async name => readlink(`${folder}/${name}`).catch(() => '')));
}
