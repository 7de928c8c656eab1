import {once} from 'node:events';
import {expect, test} from 'vitest';
import {connectSecurely} from '../../rig/h2-client.ts';
import {handshake} from '../../rig/handshake.ts';
import {valuesOf} from '../../rig/raw-answer.ts';
import {RawConnection} from '../../rig/raw-http.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {WebSocketTarget} from '../../rig/websocket-target.ts';
import {soon} from '../../rig/soon.ts';

const config = {http2: false, httpsPort: 0} as const;

test('HTTP/1.1 passes over TLS, and the target is told so', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = new RawConnection(await connectSecurely(proxy, ['http/1.1']));
  const host = `app.localhost:${proxy.httpsPort}`;
  client.write(`GET /x HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  const request = await app.next();
  request.respond({body: 'ok'});
  expect((await client.answer()).body.toString()).toBe('ok');
  expect(request.headers).toMatchObject({
    host,
    'x-forwarded-proto': 'https',
    'x-forwarded-port': String(proxy.httpsPort),
  });
  expect(await proxy.finished()).toMatchObject({protocol: 'https', tls: true, statusCode: 200});
});

test('a WebSocket passes over TLS', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = new RawConnection(await connectSecurely(proxy, ['http/1.1']));
  client.write(handshake());
  expect(await client.answer()).toMatchObject({status: 101});
  const {message} = await app.next();
  expect(message.headers['x-forwarded-proto']).toMatch(/^(?:https|wss)$/);
  client.destroy();
  await soon('the end of the connection to the target', app.sockets.allClosed());
});

test('with HTTP/2 on, an HTTP/1.1 client is served on the same port, WebSockets too', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {http2: true, httpsPort: 0},
  });

  const plain = new RawConnection(await connectSecurely(proxy, ['http/1.1']));
  plain.write('GET /x HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
  expect(await plain.answer()).toMatchObject({status: 200});
  const upgraded = new RawConnection(await connectSecurely(proxy, ['http/1.1']));
  upgraded.write(handshake());
  expect(await upgraded.answer()).toMatchObject({status: 101});
  const silent = await connectSecurely(proxy, []);
  silent.end('GET /y HTTP/1.1\r\nHost: app.localhost\r\nConnection: close\r\n\r\n');
  await once(silent.resume(), 'close');
});

test('with HTTP/2 off, a client that offers both gets HTTP/1.1', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const socket = await connectSecurely(proxy, ['h2', 'http/1.1']);
  expect(socket.alpnProtocol).toBe('http/1.1');
});

test.each([false, true])(
  'plain HTTP on the TLS port is sent to https (HTTP/2: %s)',
  async http2 => {
    await using app = await TargetServer.start();
    await using proxy = await TestProxy.create({
      services: [service('app', app)],
      config: {http2, httpsPort: 0},
    });

    const host = `app.localhost:${proxy.httpsPort}`;
    const client = await RawConnection.open(proxy.httpsPort);
    proxy.adopt(client);
    client.write(`GET /a//b?c={d} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    const answer = await client.answer();
    expect([301, 302, 307, 308]).toContain(answer.status);
    expect(valuesOf(answer, 'location')).toEqual([`https://${host}/a//b?c={d}`]);
    expect(app.seen).toEqual([]);
  },
);

test('plain HTTP with a body or in pieces on the TLS port is sent to https too', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const host = `app.localhost:${proxy.httpsPort}`;
  const client = await RawConnection.open(proxy.httpsPort);
  proxy.adopt(client);
  await new Promise(resolve => client.socket.write('P', resolve));
  client.write(`OST /x HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\n\r\nhello`);
  const answer = await client.answer();
  expect([307, 308]).toContain(answer.status);
  expect(valuesOf(answer, 'location')).toEqual([`https://${host}/x`]);
});

test.each([
  ['nothing', ''],
  ['garbage', '\x00\x01\x02garbage\r\n\r\n'],
  ['half a hello', '\x16\x03\x01\x02\x00\x01\x00'],
  ['a broken hello', `\x16\x03\x01\x00\x10${'\xff'.repeat(64)}`],
  ['malformed HTTP', 'GET nonsense\r\n\r\n'],
  ['a redirect to nowhere', 'GET / HTTP/1.1\r\nHost: evil.com/x y\r\n\r\n'],
  ['a header in the host', 'GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n'],
])('%s on the TLS port does no harm', async (_, bytes) => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  for (const how of ['reset', 'end'] as const) {
    const client = await RawConnection.open(proxy.httpsPort);
    proxy.adopt(client);
    if (bytes !== '') await new Promise(resolve => client.socket.write(bytes, 'latin1', resolve));
    client[how]();
    await soon('the end of the connection', client.closed);
    expect(client.text).not.toContain('location: https://evil.com/x y');
  }
  const client = new RawConnection(await connectSecurely(proxy, ['http/1.1']));
  client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
  expect(await client.answer()).toMatchObject({status: 200});
});
