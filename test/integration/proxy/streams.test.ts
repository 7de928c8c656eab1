import {once} from 'node:events';
import {expect, test} from 'vitest';
import {gzipSync} from 'node:zlib';
import {RawTarget} from '../../rig/raw-target.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

test('server-sent events pass one by one', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const {request, response} = proxy.open({headers: {accept: 'text/event-stream'}});
  request.end();
  const {response: answer} = await app.next();
  answer.writeHead(200, {'content-type': 'text/event-stream'});
  answer.flushHeaders();
  const events = (await response)[Symbol.asyncIterator]();
  for (let count = 0; count < 20; count++) {
    answer.write(`data: ${count}\n\n`);
    const {value} = await events.next();
    expect(String(value)).toBe(`data: ${count}\n\n`);
  }
  answer.end();
  expect(await events.next()).toMatchObject({done: true});
});

test('a chunked upload passes piece by piece, and so does its answer', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const {request, response} = proxy.open({method: 'POST'});
  request.write('up 0');
  const target = await app.next();
  const uploaded = target.message[Symbol.asyncIterator]();
  expect(String((await uploaded.next()).value)).toBe('up 0');
  target.response.writeHead(200).write('down 0');
  const downloaded = (await response)[Symbol.asyncIterator]();
  expect(String((await downloaded.next()).value)).toBe('down 0');
  for (let count = 1; count < 10; count++) {
    request.write(`up ${count}`);
    expect(String((await uploaded.next()).value)).toBe(`up ${count}`);
    target.response.write(`down ${count}`);
    expect(String((await downloaded.next()).value)).toBe(`down ${count}`);
  }
  request.end();
  expect(await uploaded.next()).toMatchObject({done: true});
  target.response.end();
  expect(await downloaded.next()).toMatchObject({done: true});
});

test('an answer before the end of an upload reaches the client', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const {request, response} = proxy.open({method: 'POST'});
  request.write('part');
  const target = await app.next();
  target.respond({status: 413, body: 'too much'});
  const message = await response;
  expect(message.statusCode).toBe(413);
  const [chunk] = (await once(message, 'data')) as [Buffer];
  expect(String(chunk)).toBe('too much');
  request.destroy();
});

test('trailers of an answer pass, announced or not', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  for (const announced of ['Trailer: X-Sum\r\n', '']) {
    client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\nTE: trailers\r\n\r\n');
    const connection = await raw.next();
    await connection.until('\r\n\r\n');
    connection.write(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n${announced}\r\n`,
      '2\r\nok\r\n0\r\nX-Sum: 42\r\n\r\n',
    );
    const {status, body, trailers} = await client.answer();
    connection.end();
    expect(status).toBe(200);
    expect(body.toString()).toBe('ok');
    expect(trailers).toEqual([['X-Sum', '42']]);
  }
});

test('trailers of a request pass', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(
    'POST / HTTP/1.1\r\nHost: app.localhost\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n',
    '2\r\nok\r\n0\r\nX-Sum: 42\r\n\r\n',
  );
  const request = await app.next();
  expect((await request.body()).toString()).toBe('ok');
  expect(request.message.trailers).toEqual({'x-sum': '42'});
  request.respond();
  await client.answer();
});

test('what concerns one connection only does not pass as a trailer, either way', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const trailers = '0\r\nX-Sum: 42\r\nConnection: close\r\nKeep-Alive: timeout=77\r\n\r\n';
  const client = await proxy.raw();
  client.write(
    'POST / HTTP/1.1\r\nHost: app.localhost\r\nTransfer-Encoding: chunked\r\n\r\n',
    `2\r\nup\r\n${trailers}`,
  );
  const connection = await raw.next();
  expect(await connection.until('42\r\n')).toMatch(/up\r\n0\r\nX-Sum: 42\r\n\r\n$/);
  connection.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndown\r\n${trailers}`);
  expect((await client.answer()).trailers).toEqual([['X-Sum', '42']]);
});

test('compressed bytes pass untouched', async () => {
  const body = gzipSync('a text that is worth compressing'.repeat(50));
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const answer = proxy.call({headers: {'accept-encoding': 'gzip, br;q=0.5'}});
  const request = await app.next();
  expect(request.headers['accept-encoding']).toBe('gzip, br;q=0.5');
  request.respond({headers: {'content-encoding': 'gzip', vary: 'Accept-Encoding'}, body});
  const {message, body: received} = await answer;
  expect(message.headers).toMatchObject({'content-encoding': 'gzip', vary: 'Accept-Encoding'});
  expect(received.equals(body)).toBe(true);
});
