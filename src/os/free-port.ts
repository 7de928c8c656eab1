import {randomInt} from 'node:crypto';
import {createServer} from 'node:net';

/** Below the ports that systems hand out for outgoing connections, which would come in between. */
const FIRST = 20_000;
const END = 32_768;
const TRIES = 100;

/** A port that nobody listens on, on loopback. `taken` are not to be chosen although nobody does yet. */
export async function findFreePort(taken: ReadonlySet<number>): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST, END);
    if (!taken.has(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port from ${FIRST} to ${END - 1}`);
}

async function isFree(port: number): Promise<boolean> {
  // One after the other: where an address covers both, they would meet each other.
  for (const host of ['127.0.0.1', '::1']) if (await isTaken(host, port)) return false;
  return true;
}

/** Also false where the system has no such address. */
async function isTaken(host: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise(resolve => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    server.listen({host, port, exclusive: true}, () => server.close(() => resolve(false)));
  });
}
