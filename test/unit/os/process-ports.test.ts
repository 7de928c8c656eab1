import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {portsOfProcesses} from '../../../src/os/process-ports.ts';

test('the ports of a process are told once each, in order, on either address', async () => {
  const ports = [await listen('127.0.0.1'), await listen('::1'), await listen('127.0.0.1')];
  const found = await portsOfProcesses([process.pid, process.pid]);

  expect(found).toEqual(found.toSorted((left, right) => left - right));
  expect(new Set(found).size).toBe(found.length);
  expect(found).toEqual(expect.arrayContaining(ports));
});

test('a process that is gone has none', async () => {
  await listen('127.0.0.1');

  expect(await portsOfProcesses([2 ** 22 + 1])).toEqual([]);
});

async function listen(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
