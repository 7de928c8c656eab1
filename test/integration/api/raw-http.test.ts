import {expect, test} from 'vitest';
import {ApiRig} from '../../rig/api-rig.ts';

const head = 'Host: localhost\r\nConnection: close\r\n';

test.each([
  ['no HTTP at all', 'hello\r\n\r\n'],
  ['a method that nobody knows', `FROB /health HTTP/1.1\r\n${head}\r\n`],
  ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00'],
  ['a header without a name', 'GET /health HTTP/1.1\r\n: x\r\n\r\n'],
  ['two lengths', `POST /health HTTP/1.1\r\n${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`],
  [
    'a length and chunks',
    `POST /health HTTP/1.1\r\n${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`,
  ],
])('%s is 400 in JSON', async (_, text) => {
  await using api = await ApiRig.start();
  const answer = await api.raw(text);
  expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(answer).toMatch(/\r\nx-request-id: [\da-f-]{36}\r\n/i);
  expect(bodyOf(answer)).toMatchObject({
    error: 'Invalid request body: malformed HTTP request',
    code: 'INVALID_BODY',
  });
});

test('a flood of headers is 431 in JSON', async () => {
  await using api = await ApiRig.start();
  const flood = Array.from({length: 300}, (_, index) => `X-${index}: ${'y'.repeat(100)}\r\n`);
  const answer = await api.raw(`GET /health HTTP/1.1\r\n${head}`, ...flood, '\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  expect(bodyOf(answer)).toMatchObject({code: 'PAYLOAD_TOO_LARGE'});
});

test.each([
  ['none', ''],
  ['two', 'Host: localhost\r\nhost: localhost\r\n'],
  ['a foreign one', 'Host: evil.com\r\n'],
  ['a broken one', 'Host: [\r\n'],
])('a request with %s of Host is 403 in JSON', async (_, hosts) => {
  await using api = await ApiRig.start();
  const answer = await api.raw(`GET /api/v1/status HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(bodyOf(answer)).toMatchObject({code: 'HOST_NOT_ALLOWED'});
  expect(api.prox.calls).toEqual([]);
});

test('a target that is a whole URL is not served', async () => {
  await using api = await ApiRig.start();
  const answer = await api.raw(`GET http://evil.com/api/v1/status HTTP/1.1\r\n${head}\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(api.prox.calls).toEqual([]);
});

test('pipelined requests are answered in order', async () => {
  await using api = await ApiRig.start();
  const get = (path: string, more = ''): string =>
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${more}\r\n`;
  const answer = await api.raw(
    get('/api/v1/version') + get('/nope') + get('/api/v1/processes', 'Connection: close\r\n'),
  );
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404', 'HTTP/1.1 200']);
  expect(answer).toMatch(/node_version[^]*NOT_FOUND[^]*"name":"web"/);
});

test('garbage behind a request that is being answered does not get into its answer', async () => {
  await using api = await ApiRig.start();
  let open = (): void => {};
  api.prox.gate = new Promise(resolve => (open = resolve));
  const answer = api.raw(
    'POST /api/v1/processes/web/stop HTTP/1.1\r\nHost: localhost\r\n\r\n',
    '\x00\x01garbage\r\n\r\n',
  );
  expect(await answer).toBe('');
  open();
});

test.each([
  ['GET /api/v1/version', 200],
  ['GET /api/v1/nope', 404],
  ['GET http://evil.com/api/v1/ws', 404],
  ['POST /api/v1/ws', 405],
])('an upgrade is answered like any other request: %s', async (request, status) => {
  await using api = await ApiRig.start();
  const upgrade = 'Host: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
  const answer = await api.raw(`${request} HTTP/1.1\r\n${upgrade}`);
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});

test('a request with a body that would rather speak HTTP/2 is answered all the same', async () => {
  await using api = await ApiRig.start();
  const h2c = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n';
  const body = JSON.stringify({text: 'x'.repeat(40_000)});
  const head = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  const post = `POST /api/v1/processes/web/input HTTP/1.1\r\n${head}${h2c}\r\n`;
  const answer = await api.raw(post + body.slice(0, 10), body.slice(10));
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(api.prox.calls).toMatchObject([{operation: 'send', input: {name: 'web'}}]);
});

test('a plain request for the WebSocket is told to upgrade', async () => {
  await using api = await ApiRig.start();
  const {status, headers, text} = await api.call({path: '/api/v1/ws'});
  expect(status).toBe(426);
  expect(headers).toMatchObject({upgrade: 'websocket', 'sec-websocket-version': '13'});
  expect(JSON.parse(text)).toMatchObject({code: 'UPGRADE_REQUIRED'});
});

function bodyOf(answer: string): unknown {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
}
