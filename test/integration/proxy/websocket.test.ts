import {once} from 'node:events';
import {expect, test} from 'vitest';
import {WebSocket} from 'ws';
import {handshake, SWITCHING} from '../../rig/handshake.ts';
import {valuesOf} from '../../rig/raw-answer.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {message, WebSocketTarget} from '../../rig/websocket-target.ts';
import {soon} from '../../rig/soon.ts';

/** A client, not yet open, that the end of the proxy ends. */
function connect(proxy: TestProxy, path = '/', headers: Record<string, string> = {}): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${proxy.httpPort}${path}`, ['v1', 'v2'], {
    headers: {host: 'app.localhost', ...headers},
  });
  proxy.adopt({destroy: () => socket.terminate()});
  socket.on('error', () => {}); // its end is what counts
  return socket;
}

test('messages go both ways, text and binary, small and large', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = connect(proxy);
  await once(client, 'open');
  for (const text of ['hello', 'é'.repeat(100_000), 'x'.repeat(3_000_000)]) {
    client.send(text);
    expect(await message(client)).toBe(text);
  }
  client.send(Buffer.from([0, 255, 10]));
  const [data, isBinary] = (await once(client, 'message')) as [Buffer, boolean];
  expect(isBinary).toBe(true);
  expect([...data]).toEqual([0, 255, 10]);
});

test('either side may speak first, and close with code and reason', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = connect(proxy);
  const {socket} = await app.next();
  const greeting = message(client);
  socket.send('welcome');
  expect(await greeting).toBe('welcome');
  const closed = once(client, 'close');
  socket.close(4001, 'enough');
  const [code, reason] = (await closed) as [number, Buffer];
  expect([code, reason.toString()]).toEqual([4001, 'enough']);
  await soon('the end of the connection to the target', app.sockets.allClosed());
});

test('path, subprotocols, cookies, Origin, Host and other headers arrive', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({
    services: [service('app', app, {headers: {'X-Env': 'dev'}})],
  });

  const client = connect(proxy, '/hmr//x?token=a%20b', {
    cookie: 'session=1; b=2',
    origin: 'http://app.localhost:6788',
    'x-other': 'kept',
    'x-env': 'prod',
  });
  const [{message: request}] = await Promise.all([app.next(), once(client, 'open')]);
  expect(request.url).toBe('/hmr//x?token=a%20b');
  expect(request.headers).toMatchObject({
    host: 'app.localhost',
    upgrade: 'websocket',
    cookie: 'session=1; b=2',
    origin: 'http://app.localhost:6788',
    'x-other': 'kept',
    'x-env': 'dev',
    'sec-websocket-protocol': 'v1,v2',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'app.localhost',
  });
  expect(request.headers['x-forwarded-proto']).toMatch(/^(?:http|ws)$/);
  expect(client.protocol).toBe('v2');
});

test('headers of the acceptance reach the client', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(handshake());
  const target = await raw.next();
  await target.until('\r\n\r\n');
  const cookies = 'Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nSec-WebSocket-Protocol: v1\r\n\r\n';
  target.write(SWITCHING.replace('\r\n\r\n', `\r\n${cookies}`));
  const answer = await client.answer();
  expect(answer.status).toBe(101);
  expect(valuesOf(answer, 'set-cookie')).toEqual(['a=1', 'b=2']);
  expect(valuesOf(answer, 'sec-websocket-protocol')).toEqual(['v1']);
  expect(valuesOf(answer, 'upgrade').join().toLowerCase()).toBe('websocket');
  expect(valuesOf(answer, 'connection').join().toLowerCase()).toBe('upgrade');
});

test('what comes along with the handshake is not lost, either way', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(handshake() + 'early from client');
  const target = await raw.next();
  await target.until('\r\n\r\n');
  target.write(SWITCHING + 'early from target');
  expect(await target.until('early from client')).toMatch(/\r\n\r\nearly from client$/);
  expect(await client.until('early from target')).toMatch(/\r\n\r\nearly from target$/);
  client.write('more');
  expect(await target.until('more')).toMatch(/early from clientmore$/);
});

test('a target that refuses with a chunked 403 is understood by the client', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(handshake());
  const target = await raw.next();
  await target.until('\r\n\r\n');
  target.write(
    'HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n',
    '5\r\nnot y\r\n3\r\nou!\r\n0\r\n\r\n',
  );
  const answer = await client.answer();
  expect(answer.status).toBe(403);
  expect(answer.body.toString()).toBe('not you!');
  await soon('the end of both connections', Promise.all([client.closed, target.closed]));
});

test('200 connections that open and close leave no socket', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  for (let round = 0; round < 10; round++) {
    const clients = Array.from({length: 20}, () => connect(proxy));
    await Promise.all(clients.map(async client => once(client, 'open')));
    for (const [index, client] of clients.entries()) {
      if (index % 2 === 0) client.close();
      else client.terminate();
    }
    await soon('the end of all connections', app.sockets.allClosed());
  }
  expect(app.sockets.seen).toBe(200);
  await soon('no request in flight', proxy.inFlight(0));
});

test('a WebSocket has one record: in flight while it is open, then with its bytes', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({
    services: [service('app', app, {process: 'web'})],
  });
  proxy.processes.running('web');

  const client = connect(proxy, '/hmr');
  await once(client, 'open');
  expect(proxy.records).toMatchObject([
    {method: 'GET', url: '/hmr', protocol: 'ws', statusCode: 101, inFlight: true, process: 'web'},
  ]);
  client.send('x'.repeat(1000));
  await message(client);
  client.close();
  const record = await proxy.finished();
  expect(record).toMatchObject({protocol: 'ws', tls: false, statusCode: 101, inFlight: false});
  expect(record.error).toBeUndefined();
  expect(record.bytesIn).toBeGreaterThanOrEqual(1000);
  expect(record.bytesOut).toBeGreaterThanOrEqual(1000);
  expect(proxy.records).toHaveLength(1);
});
