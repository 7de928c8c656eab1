import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {answeringPorts, findListening} from '../../../src/os/listening-ports.ts';

test.each([
  ['the tables of the system', findListening],
  ['a connection', answeringPorts],
])('who listens is found by %s, on either address', async (_way, find) => {
  const ports = [await listen('127.0.0.1'), await listen('::1')];
  const closed = await closedPort();
  expect(await find([...ports, closed])).toEqual(new Set(ports));
});

async function listen(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
