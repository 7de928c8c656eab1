import {readFile} from 'node:fs/promises';

/** `local_address` with its port, `rem_address`, LISTEN as `st`, five columns, `inode`. */
const LISTENING =
  /^\s*\d+: [\dA-F]+:([\dA-F]{4}) [\dA-F]+:[\dA-F]{4} 0A(?: +\S+){2} +\S+ +\d+ +\d+ +(\d+) /gm;

/** The ports of all TCP sockets that listen, by the names that /proc gives these; undefined where there is no /proc. */
export async function findListeningSockets(): Promise<ReadonlyMap<string, number> | undefined> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readTable));
  const found = tables.filter(table => table !== undefined);
  if (found.length === 0) return undefined;
  return new Map(found.flatMap(table => [...listeningSockets(table)]));
}

/** From one table (proc_net_tcp(5)). */
export function listeningSockets(table: string): ReadonlyMap<string, number> {
  return new Map(
    Array.from(table.matchAll(LISTENING), ([, port = '', inode = '']) => [
      `socket:[${inode}]`,
      Number.parseInt(port, 16),
    ]),
  );
}

/** Undefined where there is no /proc, or no IPv6. */
async function readTable(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
