import {once} from 'node:events';
import {expect, test} from 'vitest';
import {ApiRig} from '../../rig/api-rig.ts';
import {apiHandshake} from '../../rig/api-socket.ts';
import {seededRandom} from '../../rig/seeded-random.ts';
import {UncaughtErrors} from '../../rig/uncaught-errors.ts';

const CONNECTIONS = Number(process.env['FUZZ_CONNECTIONS'] ?? 500);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const CALLERS = 30;

const HOST = 'Host: localhost\r\n';
const REQUESTS = [
  `GET /api/v1/processes HTTP/1.1\r\n${HOST}\r\n`,
  `GET /api/v1/logs?lines=3&pattern=x HTTP/1.1\r\n${HOST}\r\n`.repeat(3),
  `GET /api/v1/logs/stream HTTP/1.1\r\n${HOST}Last-Event-ID: 7\r\n\r\n`,
  `POST /api/v1/processes/web/stop HTTP/1.1\r\n${HOST}Content-Length: 2\r\n\r\n{}`,
  `POST /api/v1/proxy/routes HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n0\r\n\r\n`,
  `POST /api/v1/shutdown HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
  apiHandshake('?topics=logs,events,stats,requests,processes'),
  `${apiHandshake()}\x81\x84\x00\x00\x00\x00ping\x89\x80\x01\x02\x03\x04\x88\x80\x00\x00\x00\x00`,
  `${apiHandshake()}\x82\xff\x00\x00\x00\x01\x00\x00\x00\x00abcd`,
];

test(`bytes at random (seed ${SEED}) harm nobody but who sent them`, async () => {
  const uncaught = new UncaughtErrors();
  await using api = await ApiRig.start();
  const random = seededRandom(SEED);
  let left = CONNECTIONS;
  const call = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await send(api, spoiled(random), random() < 0.3);
    }
  };
  await Promise.all(Array.from({length: CALLERS}, call));
  expect(await api.call({path: '/health'})).toMatchObject({status: 200});
  const open = api.prox.signals.filter(signal => !signal.aborted);
  await Promise.all(open.map(async signal => once(signal, 'abort')));
  expect(api.bugs).toEqual([]);
  uncaught.check();
}, 120_000);

/** Sends, takes the first answer if there is one, and goes. */
async function send(api: ApiRig, bytes: Buffer, isRude: boolean): Promise<void> {
  const socket = api.socket();
  socket.on('error', () => {}); // being cut off is an answer too
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
  socket.write(bytes);
  if (isRude) await new Promise<void>(resolve => socket.write('', () => resolve()));
  else {
    socket.end();
    socket.once('data', () => socket.destroy());
    await closed;
  }
  socket.resetAndDestroy();
  await closed;
}

/** A request with some bytes changed, put in or taken out, and maybe another one behind. */
function spoiled(random: () => number): Buffer {
  const pick = (): string => REQUESTS[Math.floor(random() * REQUESTS.length)] ?? '';
  const bytes = [...Buffer.from(random() < 0.3 ? pick() + pick() : pick(), 'latin1')];
  for (let changes = Math.floor(random() * 6); changes > 0; changes--) {
    const at = Math.floor(random() * bytes.length);
    const byte = Math.floor(random() * 256);
    bytes.splice(at, random() < 0.7 ? 1 : 0, ...(random() < 0.8 ? [byte] : []));
  }
  return Buffer.from(bytes);
}
