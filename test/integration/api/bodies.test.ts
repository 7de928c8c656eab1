import {expect, test} from 'vitest';
import {ApiRig} from '../../rig/api-rig.ts';

const shutdown = {method: 'POST', path: '/api/v1/shutdown'};

test.each([
  ['text/plain', 'wait=true'],
  ['application/x-www-form-urlencoded', 'wait=true'],
  ['multipart/form-data; boundary=x', '--x--'],
  ['nonsense', '{}'],
])('a body of type %s is 415 and nothing happens', async (type, body) => {
  await using api = await ApiRig.start();
  const {status, text} = await api.call({...shutdown, headers: {'content-type': type}, body});
  expect(status).toBe(415);
  expect(JSON.parse(text)).toMatchObject({code: 'UNSUPPORTED_MEDIA_TYPE'});
  expect(api.prox.calls).toEqual([]);
});

test('a body without a type is 415', async () => {
  await using api = await ApiRig.start();
  expect(await api.call({...shutdown, body: '{}'})).toMatchObject({status: 415});
});

test.each([
  ['no type', {}],
  ['the type of a form', {'content-type': 'application/x-www-form-urlencoded'}],
  ['the type of JSON', {'content-type': 'application/json'}],
])('an empty body with %s is no body', async (_, headers) => {
  await using api = await ApiRig.start();
  expect(await api.call({...shutdown, headers})).toMatchObject({status: 200});
});

test('a JSON body is taken, also with a charset', async () => {
  await using api = await ApiRig.start();
  const headers = {'content-type': 'application/json; charset=utf-8'};
  expect(await api.call({...shutdown, headers, body: '{"a":1}'})).toMatchObject({status: 200});
});

test.each(['{', '{"a":}', 'undefined', '\0'])('malformed JSON is 400: %j', async body => {
  await using api = await ApiRig.start();
  const headers = {'content-type': 'application/json'};
  const {status, text} = await api.call({...shutdown, headers, body});
  expect(status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({code: 'INVALID_BODY'});
  expect(api.prox.calls).toEqual([]);
});

test.each([
  ['that says its size', 'Content-Length: 10000000'],
  ['that comes in chunks', 'Transfer-Encoding: chunked'],
])('a body of 10 MB %s is 413', async (_, framing) => {
  await using api = await ApiRig.start();
  const head = `POST /api/v1/shutdown HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
  const chunk = `186a0\r\n${'x'.repeat(100_000)}\r\n`;
  const answer = await api.raw(`${head}${framing}\r\n\r\n`, ...Array<string>(100).fill(chunk));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"code":"PAYLOAD_TOO_LARGE"');
  expect(api.prox.calls).toEqual([]);
});

test.each([
  ['that says its size', 'Content-Length: 1000000000'],
  ['that comes in chunks', 'Transfer-Encoding: chunked'],
])('a body without end %s is cut off soon after the 413', async (_, framing) => {
  await using api = await ApiRig.start();
  const socket = api.socket();
  socket.write('POST /api/v1/shutdown HTTP/1.1\r\nHost: localhost\r\n');
  socket.write(`Content-Type: application/json\r\n${framing}\r\n\r\n`);
  socket.on('error', () => {}); // a reset after the answer is part of being refused
  socket.resume();
  const closed = new Promise(resolve => socket.once('close', resolve));
  const chunk = `186a0\r\n${'x'.repeat(100_000)}\r\n`;
  while (!socket.destroyed) {
    await new Promise<void>(resolve => socket.write(chunk, () => resolve()));
  }
  await closed;
  expect(socket.bytesWritten).toBeLessThan(64 * 1024 ** 2);
});

test('a caller that leaves in the middle of its body is no bug', async () => {
  await using api = await ApiRig.start();
  const socket = api.socket();
  socket.write('POST /api/v1/shutdown HTTP/1.1\r\nHost: localhost\r\n');
  socket.write('Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
  socket.end();
  socket.resume();
  await new Promise(resolve => socket.once('close', resolve));
  await api.call({path: '/health'});
  expect(api.prox.calls).toEqual([{operation: 'health', input: undefined}]);
  expect(api.bugs).toEqual([]);
});
