import {once} from 'node:events';
import {expect, test} from 'vitest';
import {H2Client} from '../../rig/h2-client.ts';
import {SWITCHING} from '../../rig/handshake.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {soon} from '../../rig/soon.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {WebSocketTarget} from '../../rig/websocket-target.ts';

const config = {http2: true, httpsPort: 0} as const;

test('a WebSocket by extended CONNECT', async () => {
  await using app = await WebSocketTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  expect(client.session.remoteSettings.enableConnectProtocol).toBe(true);
  const stream = client.open({
    ':method': 'CONNECT',
    ':protocol': 'websocket',
    ':scheme': 'https',
    ':path': '/hmr?token=1',
    'sec-websocket-version': '13',
    'sec-websocket-protocol': 'v1, v2',
    origin: 'https://app.localhost',
    cookie: 'a=1',
  });
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(headers).toMatchObject({':status': 200, 'sec-websocket-protocol': 'v2'});
  const {socket, message} = await app.next();
  expect(message.url).toBe('/hmr?token=1');
  expect(message.headers).toMatchObject({
    host: `app.localhost:${proxy.httpsPort}`,
    origin: 'https://app.localhost',
    cookie: 'a=1',
    'x-forwarded-proto': expect.stringMatching(/^(?:https|wss)$/) as string,
  });
  stream.write(maskedText('hello'));
  const [frame] = (await once(stream, 'data')) as [Buffer];
  expect(frame.subarray(2).toString()).toBe('hello');
  const closed = once(socket, 'close');
  stream.close();
  await soon('the end at the target', closed);
  await soon('the end of the connection to the target', app.sockets.allClosed());
  expect(await proxy.finished()).toMatchObject({protocol: 'ws', tls: true, url: '/hmr?token=1'});
});

test('an acceptance that repeats what may come only once is taken with the first', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)], config});

  const client = await H2Client.open(proxy);
  const stream = client.open({':method': 'CONNECT', ':protocol': 'websocket', ':scheme': 'https'});
  const answered = once(stream, 'response') as Promise<[Record<string, unknown>]>;
  const target = await raw.next();
  await target.until('\r\n\r\n');
  const twice = 'Date: first\r\nDate: second\r\nX-Content-Type-Options: nosniff\r\n'.repeat(2);
  target.write(SWITCHING.replace('\r\n\r\n', `\r\n${twice}\r\n`));
  const [headers] = await soon('the acceptance', answered);
  expect(headers).toMatchObject({
    ':status': 200,
    date: 'first',
    'x-content-type-options': 'nosniff',
  });
  stream.write('from client');
  await target.until('from client');
  const heard = once(stream, 'data') as Promise<[Buffer]>;
  target.write('from target');
  expect(String((await heard)[0])).toBe('from target');
  stream.close();
  await soon('the end of the connection to the target', target.closed);
});

test('an extended CONNECT that the target refuses has its status', async () => {
  await using app = await TargetServer.start({
    answer: request => request.respond({status: 403, body: 'no'}),
  });
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const stream = client.open({':method': 'CONNECT', ':protocol': 'websocket', ':scheme': 'https'});
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(headers[':status']).toBe(403);
  expect(await soon('its record', proxy.finished())).toMatchObject({
    protocol: 'ws',
    statusCode: 403,
    error: undefined,
  });
  await soon('the end of the connection to the target', app.sockets.allClosed());
  stream.close();
});

test('CONNECT without a protocol is refused', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const stream = client.session.request({':method': 'CONNECT', ':authority': 'evil.com:443'});
  stream.on('error', () => {}); // a reset is a refusal too
  const [outcome] = (await Promise.race([once(stream, 'response'), once(stream, 'close')])) as [
    Record<string, unknown> | undefined,
  ];
  expect([400, 405, 501, undefined]).toContain(outcome?.[':status']);
  stream.destroy();
  expect(app.seen).toEqual([]);
  expect(await (await H2Client.open(proxy)).call()).toMatchObject({status: 200});
});

/** A text frame of a client (RFC 6455, 5.2), at most 125 bytes. */
function maskedText(text: string): Buffer {
  const mask = [1, 2, 3, 4];
  const payload = Buffer.from(text).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, ...mask]), payload]);
}
