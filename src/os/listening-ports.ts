import {readFile} from 'node:fs/promises';
import {connect} from 'node:net';

/** Those of `ports` on which somebody of this machine listens, on whatever address. */
export async function findListening(ports: readonly number[]): Promise<ReadonlySet<number>> {
  const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readTable));
  const found = tables.flatMap(table => (table === undefined ? [] : [listeningPorts(table)]));
  if (found.length === 0) return answeringPorts(ports);
  return new Set(ports.filter(port => found.some(open => open.has(port))));
}

/** `local_address` with its port, `rem_address`, and LISTEN as `st`. */
const LISTENING = /^\s*\d+: [\dA-F]+:([\dA-F]{4}) [\dA-F]+:[\dA-F]{4} 0A /gm;

/** The ports of the sockets that listen, from a `/proc/net/tcp` table (proc_net_tcp(5)). */
export function listeningPorts(table: string): ReadonlySet<number> {
  return new Set(
    Array.from(table.matchAll(LISTENING), ([, port = '']) => Number.parseInt(port, 16)),
  );
}

/** Undefined where there is no /proc, or no IPv6. */
async function readTable(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

const ANSWER_MS = 1000;

/** Where only a connection tells: whoever listens on loopback sees one that is closed at once. */
export async function answeringPorts(ports: readonly number[]): Promise<ReadonlySet<number>> {
  const found = await Promise.all(ports.map(async port => ((await answers(port)) ? [port] : [])));
  return new Set(found.flat());
}

async function answers(port: number): Promise<boolean> {
  const results = await Promise.all(['127.0.0.1', '::1'].map(async host => dial(host, port)));
  return results.includes(true);
}

async function dial(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({host, port, timeout: ANSWER_MS});
    const end = (isOpen: boolean): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.on('error', () => end(false)); // refused: nobody listens
  });
}
