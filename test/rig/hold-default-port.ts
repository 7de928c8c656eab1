import {createServer} from 'node:net';
import {hasCode} from '../../src/core/errors.ts';

/** Of the API, when prox.yaml names none. */
export const DEFAULT_PORT = 5555;

/** For the time of all tests it is taken, by us or by whoever was there before: no test gets it by chance. */
export async function setup(): Promise<() => Promise<void>> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => (hasCode(error, 'EADDRINUSE') ? resolve() : reject(error)));
    server.listen(DEFAULT_PORT, '127.0.0.1', resolve);
  });
  return async () => {
    await new Promise<unknown>(resolve => server.close(resolve));
  };
}
