import {expect, test} from 'vitest';
import {valuesOf} from '../../rig/raw-answer.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {soon} from '../../rig/soon.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

const GET = 'GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n';

test('HEAD has the length of what GET would send, and no body', async () => {
  await using app = await TargetServer.start({
    answer: request => request.respond({headers: {'content-length': 1234, etag: '"x"'}}),
  });
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  for (let count = 0; count < 2; count++) {
    client.write('HEAD / HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
    const answer = await client.answer('HEAD');
    expect(answer.status).toBe(200);
    expect(valuesOf(answer, 'content-length')).toEqual(['1234']);
    expect(valuesOf(answer, 'transfer-encoding')).toEqual([]);
  }
  expect(client.text).toBe('');
});

test.each([204, 304])('%d has no body, and the connection goes on', async status => {
  await using app = await TargetServer.start({
    answer: request => request.respond({status, headers: {etag: '"x"'}}),
  });
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  for (let count = 0; count < 2; count++) {
    client.write(GET);
    const answer = await client.answer();
    expect(answer.status).toBe(status);
    expect(valuesOf(answer, 'etag')).toEqual(['"x"']);
    expect(valuesOf(answer, 'transfer-encoding')).toEqual([]);
  }
  expect(client.text).toBe('');
});

test.each([0, 5])('the Content-Length %d of a 204 stays behind', async length => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(`HTTP/1.1 204 No Content\r\nETag: "x"\r\nContent-Length: ${length}\r\n\r\n`);
  const answer = await client.answer();
  expect(answer.status).toBe(204);
  expect(valuesOf(answer, 'etag')).toEqual(['"x"']);
  expect(valuesOf(answer, 'content-length')).toEqual([]);
  expect(await proxy.finished()).toMatchObject({statusCode: 204, error: undefined});
});

test('an empty answer stays one of known length', async () => {
  await using app = await TargetServer.start({
    answer: request => request.respond({headers: {'content-length': 0}}),
  });
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(GET);
  const answer = await client.answer();
  expect(valuesOf(answer, 'content-length')).toEqual(['0']);
  expect(valuesOf(answer, 'transfer-encoding')).toEqual([]);
});

test('early hints and other interim answers reach the client before the answer', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write('HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n');
  const hints = await client.answer();
  expect(hints.status).toBe(103);
  expect(valuesOf(hints, 'link')).toEqual(['</a.css>; rel=preload']);
  connection.write('HTTP/1.1 102 Processing\r\n\r\n');
  expect(await client.answer()).toMatchObject({status: 102});
  connection.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
  expect(await client.answer()).toMatchObject({status: 200, body: Buffer.from('ok')});
});

test('an HTTP/1.0 client gets the answer without the early hints before it', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write('GET / HTTP/1.0\r\nHost: app.localhost\r\n\r\n');
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(
    'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  );
  expect((await client.answers()).map(({status}) => status)).toEqual([200]);
});

test('Expect: 100-continue is answered, and the body delivered once', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(
    'POST /up HTTP/1.1\r\nHost: app.localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n',
  );
  expect(await client.answer()).toMatchObject({status: 100});
  client.write('hello');
  const request = await app.next();
  expect((await request.body()).toString()).toBe('hello');
  request.respond({body: 'thanks'});
  const answer = await client.answer();
  expect(answer).toMatchObject({status: 200});
  expect(answer.body.toString()).toBe('thanks');
  expect(app.seen).toEqual(['POST /up']);
});

test('another expectation is refused', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\nExpect: wonders\r\n\r\n');
  expect(await client.answer()).toMatchObject({status: 417});
  expect(app.seen).toEqual([]);
});

test('an HTTP/1.0 client gets the bare body and the end of the connection', async () => {
  await using app = await TargetServer.start({
    answer: ({response}) => {
      response.write('a');
      response.end('b');
    },
  });
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write('GET / HTTP/1.0\r\nHost: app.localhost\r\n\r\n');
  const answer = await client.answer();
  expect(valuesOf(answer, 'transfer-encoding')).toEqual([]);
  expect(answer.body.toString()).toBe('ab');
  await client.closed;
});

test('an answer that ends with the connection of an HTTP/1.0 target arrives whole', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it').end();
  const {status, body} = await client.answer();
  expect(status).toBe(200);
  expect(body.toString()).toBe('all of it');
});

test('an answer that ends with its connection is not whole when that is reset', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write('HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\npart');
  await client.until('part');
  connection.reset();
  await soon('the end of the connection', client.closed);
  expect(client.text).toMatch(/transfer-encoding: chunked\r\n[^]*\r\n4\r\npart\r\n$/i);
  const record = await proxy.finished();
  expect(record).toMatchObject({statusCode: 200, bytesOut: 4});
  expect(record.error).toMatch(/reset/);
});
