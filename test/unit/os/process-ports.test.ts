import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {listeningSockets, portsOfProcesses} from '../../../src/os/process-ports.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:15B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 60612 1 0000000000000000 100 0 0 10 0
   1: 0100007F:C350 0100007F:15B3 01 00000000:00000000 00:00000000 00000000     0        0 60613 1 0000000000000000 20 4 30 10 -1
 102: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 60614 1 0000000000000000 100 0 0 10 0
`;

test('only sockets that listen count', () => {
  expect(listeningSockets(TABLE)).toEqual(
    new Map([
      ['socket:[60612]', 0x15b3],
      ['socket:[60614]', 80],
    ]),
  );
});

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
