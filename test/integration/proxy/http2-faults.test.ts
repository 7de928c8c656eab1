import {once} from 'node:events';
import type {ClientHttp2Stream} from 'node:http2';
import {expect, test} from 'vitest';
import {H2Client, type H2Answer} from '../../rig/h2-client.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {soon} from '../../rig/soon.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

const config = {http2: true, httpsPort: 0} as const;

/** Resolves when the proxy has taken all that was sent before, or the session is over. */
async function pong({session}: H2Client): Promise<void> {
  await new Promise(resolve => session.ping(resolve));
}

async function ended(stream: ClientHttp2Stream): Promise<void> {
  await new Promise(resolve => stream.once('close', resolve));
}

/** What a client gets of the bytes that a target answers with. */
async function answerTo(bytes: string): Promise<H2Answer> {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)], config});

  const client = await H2Client.open(proxy);
  const answer = client.call();
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(bytes);
  return await soon('the answer', answer);
}

test('of a header that may come only once, the first passes', async () => {
  const lines = 'Date: first\r\nX-Content-Type-Options: nosniff\r\nETag: "1"\r\nVary: a\r\n';
  const again = 'DATE: second\r\nX-Content-Type-Options: none\r\nETag: "2"\r\nVary: b\r\n';
  const {status, headers, text} = await answerTo(
    `HTTP/1.1 200 OK\r\n${lines}${again}Content-Length: 2\r\n\r\nok`,
  );
  expect([status, text]).toEqual([200, 'ok']);
  expect(headers).toMatchObject({
    date: 'first',
    'x-content-type-options': 'nosniff',
    etag: '"1"',
    vary: 'a, b',
  });
});

test('what concerns one connection only does not pass as a trailer', async () => {
  const {status, text, trailers} = await answerTo(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n' +
      'Connection: close\r\nX-Sum: 42\r\nKeep-Alive: timeout=77\r\n\r\n',
  );
  expect([status, text]).toEqual([200, 'ok']);
  expect(Object.entries(trailers)).toEqual([['x-sum', '42']]);
});

test.each([0, 5])('a 204 with the Content-Length %d is a 204', async length => {
  const {status, headers, text} = await answerTo(
    `HTTP/1.1 204 No Content\r\nETag: "x"\r\nContent-Length: ${length}\r\n\r\n`,
  );
  expect([status, text]).toEqual([204, '']);
  expect(headers).toMatchObject({etag: '"x"'});
  expect(headers).not.toHaveProperty('content-length');
});

test('an answer that ends with its connection is not whole when that is reset', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)], config});

  const client = await H2Client.open(proxy);
  const stream = client.open({}, {hasBody: false});
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write('HTTP/1.1 200 OK\r\n\r\npart');
  await once(stream, 'data');
  const closed = ended(stream);
  connection.reset();
  await soon('the end of the stream', closed);
  expect(stream.rstCode).not.toBe(0);
});

test('a length of 0 is all the framing that a body which ends later has', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)], config});

  const client = await H2Client.open(proxy);
  const stream = client.open({':method': 'POST', 'content-length': '0'});
  const connection = await raw.next();
  const head = await connection.until('\r\n\r\n');
  stream.end();
  expect(head).toMatch(/\r\ncontent-length: 0\r\n/i);
  expect(head).not.toMatch(/transfer-encoding/i);
  connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  const [answer] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(answer[':status']).toBe(200);
  expect(connection.text).toBe(head);
});

test('3,000 requests that are cancelled at once, 250 at a time, cost no later one', async () => {
  await using app = await TargetServer.start({
    answer: request => request.message.url === '/later' && request.respond(),
  });
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const sessionEnd = once(client.session, 'close');
  for (let count = 0; count < 12 && !client.session.destroyed; count++) {
    const streams = Array.from({length: 250}, () => client.open({}, {hasBody: false}));
    const closed = Promise.all(streams.map(async stream => ended(stream)));
    for (const stream of streams) stream.close(8);
    await soon('the end of the streams', Promise.race([closed, sessionEnd]));
  }
  if (!client.session.destroyed) await soon('the news that all has arrived', pong(client));
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const bearsCancels = major > 22 || (major === 22 && minor >= 11);
  // Before that Node ends the session, and a browser opens another.
  expect(client.session.destroyed && bearsCancels).toBe(false);
  const survivor = client.session.destroyed ? await H2Client.open(proxy) : client;
  const later = survivor.call({':path': '/later'});
  expect(await soon('the answer', later)).toMatchObject({status: 200});
});
