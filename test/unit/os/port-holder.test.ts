import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {findPortHolder, listeningInodes} from '../../../src/os/port-holder.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:15B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 60612 1 0000000000000000 100 0 0 10 0
   1: 0100007F:15B3 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 60613 1 0000000000000000 20 4 30 10 -1
   2: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 60614 1 0000000000000000 100 0 0 10 0
`;

test('only sockets that listen on the port count', () => {
  expect(listeningInodes(TABLE, 0x15b3)).toEqual(['60612']);
  expect(listeningInodes(TABLE, 80)).toEqual(['60614']);
  expect(listeningInodes(TABLE, 5)).toEqual([]);
});

test.runIf(process.platform === 'linux')(
  'the holder of a port is named with its command',
  async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const holder = await findPortHolder(port);
    expect(holder).toMatchObject({pid: process.pid, cwd: process.cwd()});
    expect(holder?.command).toContain('node');
  },
);
