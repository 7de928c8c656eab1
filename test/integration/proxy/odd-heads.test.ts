import {expect, test} from 'vitest';
import {H2Client} from '../../rig/h2-client.ts';
import {handshake} from '../../rig/handshake.ts';
import {valuesOf, type RawAnswer} from '../../rig/raw-answer.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {soon} from '../../rig/soon.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

const HOST = 'Host: app.localhost\r\n';

/** What a client of HTTP/1 gets for `request` when the target answers with these bytes. */
async function exchange(request: string, bytes: string): Promise<RawAnswer> {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(request);
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(bytes);
  return await soon('the answer', client.answer(request.split(' ', 1)[0]));
}

test('a handshake that announces trailers is passed on without them', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(handshake().replace('\r\n\r\n', '\r\nTrailer: x\r\n\r\n'));
  const connection = await raw.next();
  expect((await connection.until('\r\n\r\n')).toLowerCase()).not.toContain('trailer');
  connection.write('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
  expect(await soon('the 404', client.answer())).toMatchObject({status: 404});
});

test.each([
  ['without a body', `GET / HTTP/1.1\r\n${HOST}Trailer: x\r\n\r\n`],
  ['with a length', `POST / HTTP/1.1\r\n${HOST}Trailer: x\r\nContent-Length: 2\r\n\r\nab`],
])('a request %s that announces trailers is answered by its target', async (_, request) => {
  const answer = await exchange(request, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  expect(answer).toMatchObject({status: 200, body: Buffer.from('ok')});
});

test.each([
  ['to HEAD', `HEAD / HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 200 OK', ''],
  ['of 204', `GET / HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 204 No Content', ''],
  ['of 304', `GET / HTTP/1.1\r\n${HOST}\r\n`, 'HTTP/1.1 304 Not Modified', ''],
  [
    'with chunks to HTTP/1.0',
    `GET / HTTP/1.0\r\n${HOST}\r\n`,
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked',
    '2\r\nok\r\n0\r\n\r\n',
  ],
])('an answer %s that announces trailers passes without them', async (_, request, head, body) => {
  const answer = await exchange(request, `${head}\r\nTrailer: x\r\n\r\n${body}`);
  expect(answer.status).toBeLessThan(400);
  expect(valuesOf(answer, 'trailer')).toEqual([]);
});

test.each([
  ['HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'],
  ['GET', 'HTTP/1.1 204 No Content\r\n\r\nok'],
])('what comes after a whole answer to %s is no part of it', async (method, bytes) => {
  const answer = await exchange(`${method} / HTTP/1.1\r\n${HOST}\r\n`, bytes);
  expect(answer.status).toBeLessThan(300);
});

test('a status that only its app understands passes', async () => {
  const answer = await exchange(
    `GET / HTTP/1.1\r\n${HOST}\r\n`,
    'HTTP/1.1 999 Request denied\r\nContent-Length: 0\r\n\r\n',
  );
  expect(answer).toMatchObject({status: 999, reason: 'Request denied'});
});

test('a 101 that nobody asked for, without a protocol, is 502 with its own reason', async () => {
  const answer = await exchange(
    `GET / HTTP/1.1\r\n${HOST}\r\n`,
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
  );
  expect(answer).toMatchObject({status: 502, reason: 'Bad Gateway'});
});

test('a WebSocket that is answered by another protocol is 502', async () => {
  const answer = await exchange(
    handshake(),
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: foo\r\n\r\n',
  );
  expect(answer).toMatchObject({status: 502});
});

test('garbage after a request that is being answered ends the connection after the answer', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(`GET / HTTP/1.1\r\n${HOST}\r\nBAD\u0001\r\n\r\n`);
  (await app.next()).respond({body: 'fine'});
  expect(await soon('the answer', client.answer())).toMatchObject({
    status: 200,
    body: Buffer.from('fine'),
  });
  await soon('the end of the connection', client.closed);
  expect(await proxy.finished()).toMatchObject({statusCode: 200, error: undefined});
});

test('over HTTP/2 a field of the connection in an answer and its trailers does no harm', async () => {
  await using raw = await RawTarget.start();
  const config = {http2: true, httpsPort: 0} as const;
  await using proxy = await TestProxy.create({services: [service('app', raw)], config});

  const client = await H2Client.open(proxy);
  const answer = client.call();
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(
    'HTTP/1.1 200 OK\r\nHTTP2-Settings: x\r\nTransfer-Encoding: chunked\r\n\r\n',
    '2\r\nok\r\n0\r\nHTTP2-Settings: x\r\n\r\n',
  );
  expect(await soon('the answer', answer)).toMatchObject({status: 200, text: 'ok'});
});

test('over HTTP/2 hundreds of headers arrive', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  const config = {http2: true, httpsPort: 0} as const;
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const many = Object.fromEntries(Array.from({length: 300}, (_, index) => [`x-${index}`, '1']));
  expect(await soon('the answer', client.call(many))).toMatchObject({status: 200});
});

test('over HTTP/2 a client that lets go of a stream without an error leaves nothing behind', async () => {
  await using app = await TargetServer.start();
  const config = {http2: true, httpsPort: 0} as const;
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const stream = client.open({}, {hasBody: false});
  const {response} = await app.next();
  response.writeHead(200);
  // More than the client takes: the rest waits in the proxy.
  while (response.write(Buffer.alloc(65_536)));
  await new Promise(resolve => stream.once('response', resolve));
  stream.close(0);
  client.session.destroy();
  expect(await soon('the end of the record', proxy.finished())).toMatchObject({inFlight: false});
});
