import {once} from 'node:events';
import {createServer} from 'node:net';

/** Below what the system gives to those who ask for any port: nobody but a test that asks here gets one by chance. */
const FIRST = 10_000;
const COUNT = 22_000;
/** Keeps the test files that run at once apart. */
const PORTS_PER_PROCESS = 61;

let next = process.pid * PORTS_PER_PROCESS;

/** A TCP port that nobody listens on, and that nobody else is told. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + (next++ % COUNT);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port), 'listening');
  } catch {
    return false;
  }
  await new Promise(resolve => server.close(resolve));
  return true;
}
