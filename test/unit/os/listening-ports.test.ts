import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {answeringPorts, findListening, listeningPorts} from '../../../src/os/listening-ports.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:15B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 60612 1 0000000000000000 100 0 0 10 0
   1: 0100007F:C350 0100007F:15B3 01 00000000:00000000 00:00000000 00000000     0        0 60613 1 0000000000000000 20 4 30 10 -1
 102: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 60614 1 0000000000000000 100 0 0 10 0
`;
const TABLE_OF_IPV6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 60615 1 0000000000000000 100 0 0 10 0
`;

test('only sockets that listen count', () => {
  expect(listeningPorts(TABLE)).toEqual(new Set([0x15b3, 80]));
});

test('sockets of IPv6 count too', () => {
  expect(listeningPorts(TABLE_OF_IPV6)).toEqual(new Set([8080]));
});

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
