import type {Socket} from 'node:net';
import {expect, test} from 'vitest';
import {handshake, SWITCHING} from '../../rig/handshake.ts';
import {RawConnection} from '../../rig/raw-http.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {seededRandom} from '../../rig/seeded-random.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {soon} from '../../rig/soon.ts';

const DESTROYS = 10_000;
const CLIENTS = 40;
const HOST = 'Host: app.localhost\r\n';

const REQUESTS = [
  `GET /a HTTP/1.1\r\n${HOST}\r\n`,
  `GET /a HTTP/1.1\r\n${HOST}\r\nGET /b HTTP/1.1\r\n${HOST}\r\n`,
  `POST /c HTTP/1.1\r\n${HOST}Content-Length: 4000\r\n\r\n${'x'.repeat(2000)}`,
  `PUT /d HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`,
  `PUT /d HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`,
  `GET /e HTTP/1.1\r\n${HOST}Upgrade: h2c\r\nConnection: Upgrade\r\n\r\n`,
  `POST /f HTTP/1.1\r\n${HOST}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`,
  'GET /half HTTP/1.1\r\nHo',
  'broken\r\n\r\n',
  handshake(),
  `${handshake()}early`,
];

const ANSWERS = [
  'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  'HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\npart',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n0\r\nX-T: 1\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n',
  'HTTP/1.1 404 Not Found\r\nContent-Length: 20\r\n\r\nnot',
  'HTTP/1.1 20',
  'garbage\r\n\r\n',
  SWITCHING,
  `${SWITCHING}early`,
  '',
];

test('sockets destroyed at random, 10,000 times, cost nothing but their own requests', async () => {
  const random = seededRandom(111);
  const pick = <T>(items: readonly T[]): T | undefined =>
    items[Math.floor(random() * items.length)];
  const count = {destroyed: 0};
  const end = (socket: Socket): void => {
    count.destroyed += 1;
    if (random() < 0.5) socket.resetAndDestroy();
    else socket.destroy();
  };
  let isOver = false;
  await using raw = await RawTarget.start({
    handle: connection => {
      connection.socket.on('data', () => {
        if (isOver) return void connection.write(ANSWERS[0] ?? '');
        connection.write(pick(ANSWERS) ?? '');
        if (random() < 0.4) end(connection.socket);
        return undefined;
      });
    },
  });
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = async (): Promise<void> => {
    while (count.destroyed < DESTROYS) {
      const connection = await RawConnection.open(proxy.httpPort);
      connection.write(pick(REQUESTS) ?? '');
      const turns = Math.floor(random() * 8);
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      end(connection.socket);
      await connection.closed;
    }
  };
  await Promise.all(Array.from({length: CLIENTS}, client));
  await soon('no request in flight', proxy.inFlight(0));
  isOver = true;
  for (let later = 0; later < 50; later++) expect(await proxy.call()).toMatchObject({status: 200});
}, 60_000);
