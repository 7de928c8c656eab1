import {createHash} from 'node:crypto';
import type {IncomingMessage} from 'node:http';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {expect, test} from 'vitest';
import {seededRandom} from '../../rig/seeded-random.ts';
import {collect, TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

const MB = 1024 * 1024;
const TOTAL = 64 * MB;

test('64 MB go up unchanged', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const {request, response} = proxy.open({method: 'PUT'});
  const sent = createHash('sha256');
  const upload = pipeline(Readable.from(blocks(sent)), request);
  const target = await app.next();
  const received = createHash('sha256');
  for await (const chunk of target.message) received.update(chunk as Buffer);
  await upload;
  target.respond();
  expect((await response).statusCode).toBe(200);
  expect(received.digest('hex')).toBe(sent.digest('hex'));
});

test('64 MB come down unchanged', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const {request, response} = proxy.open();
  request.end();
  const target = await app.next();
  const sent = createHash('sha256');
  const download = pipeline(Readable.from(blocks(sent)), target.response);
  const received = createHash('sha256');
  for await (const chunk of await response) received.update(chunk as Buffer);
  await download;
  expect(received.digest('hex')).toBe(sent.digest('hex'));
  expect(await proxy.finished()).toMatchObject({statusCode: 200, bytesOut: TOTAL});
});

test('what slow clients have not taken yet stays as it came', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const bodies = Array.from({length: 4}, (_, index) => numbered(16 * MB, index));
  const messages: IncomingMessage[] = [];
  for (const body of bodies) {
    const {request, response} = proxy.open();
    request.end();
    (await app.next()).respond({body});
    messages.push(await response); // not read yet, while the next ones come
  }
  const received = await Promise.all(
    messages.map(async message => Buffer.concat(await collect(message))),
  );
  expect(received.map((body, index) => bodies[index]?.equals(body))).toEqual(
    bodies.map(() => true),
  );
});

test('a client that does not read holds the target back', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const {request, response} = proxy.open({path: '/big'});
  request.end();
  const {response: answer} = await app.next();
  let written = 0;
  const write = (): void => {
    while (written < 512 * MB) {
      written += MB;
      if (!answer.write(Buffer.alloc(MB))) return;
    }
  };
  answer.on('drain', write);
  write();
  await response; // and its body is never read
  await answerSmallOnes(proxy, app);
  expect(written).toBeLessThan(64 * MB);
});

test('a target that does not read holds the client back', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const {request} = proxy.open({method: 'POST', path: '/big'});
  let written = 0;
  const write = (): void => {
    while (written < 512 * MB) {
      written += MB;
      if (!request.write(Buffer.alloc(MB))) return;
    }
  };
  request.on('drain', write);
  write();
  const target = await app.next(); // and its body is never read
  await answerSmallOnes(proxy, app);
  expect(written).toBeLessThan(64 * MB);
  target.reset();
});

/** Time enough for what is not held back to run away. */
async function answerSmallOnes(proxy: TestProxy, app: TargetServer): Promise<void> {
  for (let count = 0; count < 300; count++) {
    const answer = proxy.call();
    (await app.next()).respond();
    expect(await answer).toMatchObject({status: 200});
  }
}

/** Bytes that tell their place, and of which body they are. */
function numbered(length: number, body: number): Buffer {
  const words = new Uint32Array(length / 4);
  for (let place = 0; place < words.length; place++) words[place] = (body << 24) | place;
  return Buffer.from(words.buffer);
}

function* blocks(hash: {update: (block: Buffer) => unknown}): Generator<Buffer> {
  const random = seededRandom(64);
  for (let sent = 0; sent < TOTAL; sent += 64 * 1024) {
    const block = Buffer.alloc(64 * 1024, `${random()}`);
    hash.update(block);
    yield block;
  }
}
