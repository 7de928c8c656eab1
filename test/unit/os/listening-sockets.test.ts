import {expect, test} from 'vitest';
import {listeningSockets} from '../../../src/os/listening-sockets.ts';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:15B3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 60612 1 0000000000000000 100 0 0 10 0
   1: 0100007F:C350 0100007F:15B3 01 00000000:00000000 00:00000000 00000000     0        0 60613 1 0000000000000000 20 4 30 10 -1
 102: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 60614 1 0000000000000000 100 0 0 10 0
`;
const TABLE_OF_IPV6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 60615 1 0000000000000000 100 0 0 10 0
`;

test('only sockets that listen count', () => {
  expect(listeningSockets(TABLE)).toEqual(
    new Map([
      ['socket:[60612]', 0x15b3],
      ['socket:[60614]', 80],
    ]),
  );
});

test('those of IPv6 count too', () => {
  expect(listeningSockets(TABLE_OF_IPV6)).toEqual(new Map([['socket:[60615]', 8080]]));
});
