import {expect, test} from 'vitest';
import {handshake} from '../../rig/handshake.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {soon} from '../../rig/soon.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {WebSocketTarget} from '../../rig/websocket-target.ts';

test('Upgrade: h2c is answered over HTTP/1.1', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(
    'GET /x HTTP/1.1\r\nHost: app.localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n',
    'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\r\n\r\n',
  );
  const answer = await client.answer();
  expect(answer.status).toBe(200);
  expect(answer.body.toString()).toBe('no upgrade');
  expect(app.server.seen).toEqual(['GET /x']);
});

test('many wishes to upgrade on one connection are all answered', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  for (let count = 0; count < 30; count++) {
    client.write(
      'GET /x HTTP/1.1\r\nHost: app.localhost\r\nConnection: Upgrade, X-Named\r\n',
      'Upgrade: h2c\r\nX-Named: 1\r\n\r\n',
    );
    expect(await client.answer()).toMatchObject({status: 200});
  }
  client.write(handshake());
  expect(await client.answer()).toMatchObject({status: 101});
  const {message: request} = await app.next();
  expect(request.headers).not.toHaveProperty('x-named');
  client.destroy();
  await soon('no request in flight', proxy.inFlight(0));
  expect(proxy.proxy.connections).toBeLessThanOrEqual(1);
});

test('a client that offers an upgrade and closes is let go', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(
    'GET /x HTTP/1.1\r\nHost: app.localhost\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n',
  );
  expect(await client.answer()).toMatchObject({status: 200});
  await soon('the end of the connection', client.closed);
});

test('a POST that offers an upgrade is delivered with its body', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(
    'POST /x HTTP/1.1\r\nHost: app.localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n',
    'Upgrade: h2c\r\nHTTP2-Settings: AAM\r\nContent-Length: 5\r\n\r\nhello',
  );
  const target = await raw.next();
  const seen = await target.until('hello');
  expect(seen.toLowerCase()).toContain('content-length: 5');
  expect(seen.toLowerCase()).not.toContain('h2c');
  target.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  expect(await client.answer()).toMatchObject({status: 200});
});

test('an upgrade for a host that nobody has is 404', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(handshake().replace('app.localhost', 'nope.localhost'));
  expect(await client.answer()).toMatchObject({status: 404});
  await client.closed;
});

test.each([
  ['a handshake', handshake()],
  [
    'a wish for h2c',
    'GET /x HTTP/1.1\r\nHost: app.localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
  ],
  ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
])('%s behind a request that has no answer yet ends with that answer', async (_, second) => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(`GET /slow HTTP/1.1\r\nHost: app.localhost\r\n\r\n${second}`);
  const slow = await app.next();
  slow.respond({body: 'slow'});
  const answers = await soon('the end of the connection', client.answers());
  expect(answers.map(({status, body}) => `${status} ${String(body)}`)).toEqual(['200 slow']);
  expect(app.seen).toEqual(['GET /slow']);
  expect(await proxy.finished()).toMatchObject({url: '/slow', statusCode: 200, error: undefined});
  expect(proxy.records).toHaveLength(1);
});

const CHUNKED = 'Transfer-Encoding: chunked\r\n';

test.each([
  ['by POST', handshake().replace('GET', 'POST'), ''],
  ['of HTTP/1.0', handshake().replace('HTTP/1.1', 'HTTP/1.0'), ''],
  ['with a body', `${handshake('Content-Length: 5\r\n')}hello`, 'hello'],
  ['with chunks', `${handshake(CHUNKED)}5\r\nhello\r\n0\r\n\r\n`, 'hello'],
])('a handshake %s is a request like any other', async (_, bytes, body) => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(bytes);
  const request = await app.next();
  expect(request.headers).not.toHaveProperty('upgrade');
  expect((await request.body()).toString()).toBe(body);
  request.respond({body: 'thanks'});
  expect((await client.answer()).body.toString()).toBe('thanks');
  expect(await proxy.finished()).toMatchObject({protocol: 'http', bytesIn: body.length});
});
