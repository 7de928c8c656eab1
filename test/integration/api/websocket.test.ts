import {once} from 'node:events';
import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {ProxError} from '../../../src/core/errors.ts';
import type {EventBatch} from '../../../src/core/event.ts';
import type {LogBatch} from '../../../src/core/log-entry.ts';
import type {RequestBatch} from '../../../src/core/request-record.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {apiHandshake, ApiSocket} from '../../rig/api-socket.ts';
import {EventReader} from '../../rig/event-reader.ts';
import {logEntry, SAMPLE} from '../../rig/fake-prox.ts';
import {Feed} from '../../rig/feed.ts';
import {LogFlood} from '../../rig/log-flood.ts';
import {proxEvent} from '../../rig/observation-sample.ts';

const START = '2026-01-01T00:00:00.000Z';

test('unless told it begins with the processes, and events follow', async () => {
  await using api = await ApiRig.start();
  const events = new Feed<EventBatch>();
  api.prox.eventSource = ({signal}) => events.read(signal);
  const client = await ApiSocket.open(api);
  expect(await client.next()).toMatchObject({
    type: 'processes',
    timestamp: START,
    data: {processes: [{name: 'web', exit_code: null}, {name: 'api'}]},
  });
  events.push({dropped: 0, events: [proxEvent(7), proxEvent(8)]});
  expect(await client.next()).toMatchObject({type: 'event', data: {id: 7}});
  expect(await client.next()).toMatchObject({type: 'event', data: {id: 8}});
  expect(api.prox.calls.map(({operation}) => operation)).toEqual([
    'followProcesses',
    'followEvents',
  ]);
});

test.each([
  ['processes', 'processes', '/processes/stream'],
  ['events', 'event', '/events/stream'],
  ['logs', 'log', '/logs/stream'],
  ['requests', 'request', '/proxy/requests/stream'],
])('%s carry the objects that their stream has', async (topic, type, path) => {
  await using api = await ApiRig.start();
  layOut(api);
  const reader = new EventReader(await api.open({path: `/api/v1${path}`}));
  let block = await reader.next();
  while (block !== undefined && !/^(?:id: \d+\n)?data: /.test(block)) block = await reader.next();
  const client = await ApiSocket.open(api, `?topics=${topic}`);
  const message = await client.next();
  expect(message.type).toBe(type);
  expect(message.data).toEqual(JSON.parse(block?.replace(/^(?:id: \d+\n)?data: /, '') ?? ''));
});

test('stats come at once and then every two seconds', async () => {
  await using api = await ApiRig.start();
  const client = await ApiSocket.open(api, '?topics=stats');
  expect(await client.next()).toMatchObject({type: 'stats', data: {uptime_seconds: 7200}});
  await api.clock.timerArmed(2000);
  api.clock.advance(2000);
  expect(await client.next()).toMatchObject({type: 'stats', timestamp: '2026-01-01T00:00:02.000Z'});
});

test('topics may be listed with spaces, repeated, and named twice', async () => {
  await using api = await ApiRig.start();
  const client = await ApiSocket.open(api, '?topics=stats,%20logs&topics=stats');
  await client.fence();
  expect(api.prox.calls.map(({operation}) => operation).toSorted()).toEqual([
    'followLogs',
    'stats',
  ]);
});

test('the text ping is answered by pong, all else is passed over', async () => {
  await using api = await ApiRig.start();
  const client = await ApiSocket.open(api, '?topics=logs');
  client.socket.send('{"type":"hello"}');
  client.socket.send(Buffer.from('ping'));
  client.socket.send('ping');
  expect(await client.text()).toBe('pong');
  client.socket.ping('x');
  expect(String(await once(client.socket, 'pong'))).toBe('x');
});

test('a message that comes with the handshake is answered', async () => {
  await using api = await ApiRig.start();
  const socket = api.socket();
  socket.write(apiHandshake('?topics=logs'));
  socket.write(Buffer.from([0x81, 0x84, 0, 0, 0, 0, ...Buffer.from('ping')]));
  let text = '';
  for await (const chunk of socket) {
    text += (chunk as Buffer).toString('latin1');
    if (text.endsWith('\x81\x04pong')) break;
  }
  expect(text).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
});

test('a frame of more than 64 KB is closed with 1009', async () => {
  await using api = await ApiRig.start();
  const client = await ApiSocket.open(api, '?topics=logs');
  client.socket.send('x'.repeat(64 * 1024));
  await client.fence();
  client.socket.send('x'.repeat(64 * 1024 + 1));
  expect(await client.closed).toBe(1009);
  expect(api.bugs).toEqual([]);
});

test('the client is pinged every 20 seconds, and stays as long as it answers', async () => {
  await using api = await ApiRig.start();
  const client = await ApiSocket.open(api, '?topics=logs');
  for (let beat = 0; beat < 6; beat++) {
    const ping = once(client.socket, 'ping');
    api.clock.advance(20_000);
    await ping;
    await client.fence();
  }
  expect(client.socket.readyState).toBe(client.socket.OPEN);
});

test('60 seconds without a word from the client end it', async () => {
  await using api = await ApiRig.start();
  const client = await ApiSocket.open(api, '?topics=logs', {autoPong: false});
  api.clock.advance(30_000);
  await client.fence();
  api.clock.advance(59_999);
  await client.fence();
  api.clock.advance(60_000);
  expect(await client.closed).toBe(1001);
  await allAborted(api);
});

test('a client that has vanished is let go within 61 seconds', async () => {
  await using api = await ApiRig.start();
  const client = await ApiSocket.open(api, '?topics=logs');
  client.socket.pause(); // not even the close frame is answered
  api.clock.advance(60_000);
  const left = once(api.prox.signals[0] ?? new EventTarget(), 'abort');
  api.clock.advance(1000);
  await left;
  expect(api.clock.armed).toEqual([]);
});

test('a client that leaves frees all that it followed', async () => {
  await using api = await ApiRig.start();
  const topics = '?topics=processes,events,logs,requests,stats';
  const client = await ApiSocket.open(api, topics);
  await client.fence();
  expect(api.prox.signals).toHaveLength(4);
  expect(api.prox.signals.some(signal => signal.aborted)).toBe(false);
  client.socket.close();
  expect(await client.closed).toBe(1005);
  await allAborted(api);
  expect(api.clock.armed).toEqual([]);
});

test.each([
  ['an unknown topic', '?topics=logs,weather', 400, 'INVALID_PARAMETER'],
  ['a prototype as the topic', '?topics=constructor', 400, 'INVALID_PARAMETER'],
])('%s is refused before the handshake', async (_, query, status, code) => {
  await using api = await ApiRig.start();
  const answer = await api.raw(apiHandshake(query, 'X-Request-Id: mine\r\n'));
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(answer).toContain('\r\nx-request-id: mine\r\n');
  expect(answer).toContain('\r\nx-content-type-options: nosniff\r\n');
  expect(bodyOf(answer)).toMatchObject({code, details: {parameter: 'topics'}});
  await allAborted(api);
});

test('requests without a proxy are refused before the handshake, and nothing goes on', async () => {
  await using api = await ApiRig.start();
  api.prox.followRequests = () => {
    throw new ProxError('PROXY_NOT_ENABLED');
  };
  const answer = await api.raw(apiHandshake('?topics=logs,requests,stats'));
  expect(answer).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  expect(bodyOf(answer)).toMatchObject({code: 'PROXY_NOT_ENABLED'});
  await allAborted(api);
  expect(api.clock.armed).toEqual([]);
});

test('what nobody expected is 500 without a word about it', async () => {
  await using api = await ApiRig.start();
  const bug = new Error('secret');
  api.prox.failure = bug;
  const answer = await api.raw(apiHandshake());
  expect(answer).toMatch(/^HTTP\/1\.1 500 /);
  expect(answer).not.toContain('secret');
  expect(api.bugs).toEqual([bug]);
});

test.each([
  ['version', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Version: 7'],
  ['key', 'Sec-WebSocket-Key: dGhl', 'Sec-WebSocket-Key: dGh'],
  ['subprotocol', 'Host', 'Sec-WebSocket-Protocol: a,,b\r\nHost'],
])('a handshake with a wrong %s is 426 in JSON', async (_, good, bad) => {
  await using api = await ApiRig.start();
  const answer = await api.raw(apiHandshake().replace(good, bad));
  expect(answer).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/);
  expect(answer).toContain('\r\nsec-websocket-version: 13\r\n');
  expect(bodyOf(answer)).toMatchObject({code: 'UPGRADE_REQUIRED'});
  await allAborted(api);
});

test.each([
  ['a foreign Host', ['Host: localhost', 'Host: evil.com'], 'HOST_NOT_ALLOWED'],
  ['a page of another origin', ['Host', 'Origin: http://evil.com\r\nHost'], 'ORIGIN_NOT_ALLOWED'],
  ['a page without an origin', ['Host', 'Origin: null\r\nHost'], 'ORIGIN_NOT_ALLOWED'],
  ['a page of a neighbour', ['Host', 'Sec-Fetch-Site: same-site\r\nHost'], 'ORIGIN_NOT_ALLOWED'],
])('%s is refused before the handshake', async (_, [good = '', bad = ''], code) => {
  await using api = await ApiRig.start();
  const answer = await api.raw(apiHandshake().replace(good, bad));
  expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  expect(bodyOf(answer)).toMatchObject({code});
  expect(api.prox.calls).toEqual([]);
});

test('the token is taken from the header or the query, and no other will do', async () => {
  await using api = await ApiRig.start({token: () => 'secret'});
  expect(await api.raw(apiHandshake('?token=wrong'))).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
  const answer = await api.raw(apiHandshake());
  expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n[^]*\r\nwww-authenticate: Bearer\r\n/);
  await ApiSocket.open(api, '?token=secret');
  await ApiSocket.open(api, '', {headers: {authorization: 'Bearer secret'}});
});

test('a session of a browser opens it too, and lasts longer by that', async () => {
  await using api = await ApiRig.start({token: () => 'secret'});
  const login = await api.call({
    method: 'POST',
    path: '/api/v1/auth/login',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({token: 'secret'}),
  });
  const [cookie = ''] = (login.headers['set-cookie']?.[0] ?? '').split(';');
  const socket = api.socket();
  socket.write(apiHandshake('', `Cookie: ${cookie}\r\n`));
  const [head] = (await once(socket, 'data')) as [Buffer];
  expect(String(head)).toMatch(/^HTTP\/1\.1 101 [^]*\r\nset-cookie: prox_session=/i);
});

test('behind a request that is not answered yet it is cut off', async () => {
  await using api = await ApiRig.start();
  api.prox.gate = new Promise(() => {});
  const stop = 'POST /api/v1/processes/web/stop HTTP/1.1\r\nHost: localhost\r\n\r\n';
  expect(await api.raw(stop + apiHandshake())).toBe('');
});

test('it counts among the hundred streams', async () => {
  await using api = await ApiRig.start();
  const path = '/api/v1/logs/stream';
  const [response] = await Promise.all(Array.from({length: 99}, async () => api.open({path})));
  const client = await ApiSocket.open(api, '?topics=logs');
  expect(await api.call({path})).toMatchObject({status: 503});
  const answer = await api.raw(apiHandshake());
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(bodyOf(answer)).toMatchObject({code: 'STREAM_LIMIT_REACHED'});
  client.socket.close();
  await allAborted(api, 99);
  response?.destroy();
  await allAborted(api, 98);
  await ApiSocket.open(api);
  expect((await api.open({path})).statusCode).toBe(200);
});

test('a client that stands still is not sent more, and is told what it lost', async () => {
  await using api = await ApiRig.start();
  const flood = new LogFlood();
  api.prox.logSource = ({signal}) => flood.read(signal);
  const client = await ApiSocket.open(api, '?topics=logs');
  client.socket.pause();
  await flood.stalled(async () => api.call({path: '/health'}));
  expect(flood.megabytes).toBeLessThan(32); // what two socket buffers hold, however long it goes on
  flood.dropped = 123_456;
  client.socket.resume();
  let message = await client.next();
  while (message.type !== 'lagged') message = await client.next();
  expect(message.data).toEqual({topic: 'logs', dropped: 123_456});
  client.socket.terminate();
});

test('a client that stands still and pings on does not pile up pongs', async () => {
  await using api = await ApiRig.start();
  const flood = new LogFlood();
  api.prox.logSource = ({signal}) => flood.read(signal);
  const client = await ApiSocket.open(api, '?topics=logs');
  client.socket.pause();
  await flood.stalled(async () => api.call({path: '/health'}));
  const payload = 'x'.repeat(125);
  for (let count = 0; count < 10_000; count++) client.socket.ping(payload);
  await new Promise(resolve => client.socket.ping(payload, undefined, resolve));
  let pongs = 0;
  client.socket.on('pong', () => (pongs += 1));
  client.socket.resume();
  for (let count = 0; count < 200; count++) await client.text(); // more than had been sent
  expect(pongs).toBeLessThan(10_000);
  client.socket.terminate();
});

test('a topic that fails is reported and closes with 1011', async () => {
  await using api = await ApiRig.start();
  const bug = new Error('broken');
  let fail = (): void => {};
  const failed = new Promise<void>(resolve => (fail = resolve));
  api.prox.logSource = async function* () {
    await failed;
    yield {dropped: 0, entries: []};
    throw bug;
  };
  const client = await ApiSocket.open(api, '?topics=logs,events');
  fail();
  expect(await client.closed).toBe(1011);
  expect(api.bugs).toEqual([bug]);
  await allAborted(api);
});

test('the end of the server closes with 1001', async () => {
  await using api = await ApiRig.start();
  const client = await ApiSocket.open(api);
  const closed = api.server.close();
  expect(await client.closed).toBe(1001);
  await closed;
  await setImmediate(); // its socket tells so after the server
  expect(api.clock.armed).toEqual([]);
});

test('a client that does not answer holds the end up for a second at most', async () => {
  await using api = await ApiRig.start();
  const flood = new LogFlood();
  api.prox.logSource = ({signal}) => flood.read(signal);
  const client = await ApiSocket.open(api, '?topics=logs');
  client.socket.pause();
  await flood.stalled(async () => api.call({path: '/health'}));
  const closed = api.server.close();
  api.clock.advance(1000);
  await expect(closed).resolves.toBeUndefined();
});

function layOut(api: ApiRig): void {
  const logs: LogBatch = {dropped: 0, entries: [logEntry(1, {line: '"\u2028\n'})]};
  const events: EventBatch = {dropped: 0, events: [proxEvent(7)]};
  const requests: RequestBatch = {dropped: 0, requests: SAMPLE.requests.requests.slice(0, 1)};
  api.prox.logSource = ({signal}) => feedOf(logs).read(signal);
  api.prox.eventSource = ({signal}) => feedOf(events).read(signal);
  api.prox.requestSource = ({signal}) => feedOf(requests).read(signal);
}

function feedOf<T>(item: T): Feed<T> {
  const feed = new Feed<T>();
  feed.push(item);
  return feed;
}

/** Resolves when no more than `count` of the streams that were opened are still followed. */
async function allAborted({prox}: ApiRig, count = 0): Promise<void> {
  const open = (): AbortSignal[] => prox.signals.filter(signal => !signal.aborted);
  while (open().length > count) {
    await Promise.race(open().map(async signal => once(signal, 'abort')));
  }
}

function bodyOf(answer: string): unknown {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
}
