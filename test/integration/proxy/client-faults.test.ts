import {expect, test} from 'vitest';
import {valuesOf} from '../../rig/raw-answer.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {soon} from '../../rig/soon.ts';

const GET = 'GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n';
const LEAVE = ['destroy', 'reset'] as const;

test.each(LEAVE)('a client that leaves (%s) a silent target lets go of it', async how => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  await (await raw.next()).until('\r\n\r\n');
  client[how]();
  await soon('the end of the connection to the target', raw.sockets.allClosed());
  expect(await proxy.finished()).toMatchObject({statusCode: 499, inFlight: false, bytesOut: 0});
  expect(proxy.records).toHaveLength(1);
});

test.each(LEAVE)('a client that leaves (%s) a stream lets go of its target', async how => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(GET);
  const target = await app.next();
  target.response.writeHead(200, {'content-type': 'text/event-stream'}).write('data: 1\n\n');
  await client.until('data: 1');
  client[how]();
  await soon('the end of the answer', target.closed);
  await soon('the end of the connection to the target', app.sockets.allClosed());
  const record = await proxy.finished();
  expect(record).toMatchObject({statusCode: 200, inFlight: false, bytesOut: 9});
  expect(record.error).toMatch(/\w/);
});

test.each(LEAVE)(
  'a client that leaves (%s) within an upload is an error at the target',
  async how => {
    await using app = await TargetServer.start();
    await using proxy = await TestProxy.create({services: [service('app', app)]});

    const client = await proxy.raw();
    client.write('POST / HTTP/1.1\r\nHost: app.localhost\r\nContent-Length: 100\r\n\r\npart');
    const target = await app.next();
    const body = target.body().catch((error: unknown) => error);
    client[how]();
    expect(await soon('the end of the upload at the target', body)).toMatchObject({
      code: 'ECONNRESET',
    });
    await soon('the end of the connection to the target', app.sockets.allClosed());
    expect(await proxy.finished()).toMatchObject({statusCode: 499, bytesIn: 4});
  },
);

test('a chunked upload that breaks off never looks whole to the target', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(
    'POST / HTTP/1.1\r\nHost: app.localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n',
  );
  const connection = await raw.next();
  await connection.until('part');
  client.reset();
  await soon('the end of the connection to the target', connection.closed);
  expect(connection.text).not.toContain('\r\n0\r\n');
});

test('a client that leaves before the target is connected leaves nothing behind', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  for (let count = 0; count < 50; count++) {
    const client = await proxy.raw();
    client.write(GET).reset();
    await client.closed;
  }
  expect(await proxy.call()).toMatchObject({status: 200});
  expect(proxy.records.filter(({inFlight}) => inFlight)).toEqual([]);
});

test.each([
  ['one header', `X: ${'x'.repeat(20_000)}\r\n`],
  ['many headers', 'X-Header: some value\r\n'.repeat(1000)],
])('more than 16 KB in %s is 431', async (_, headers) => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(`GET / HTTP/1.1\r\nHost: app.localhost\r\n${headers}\r\n`);
  expect(await client.answer()).toMatchObject({status: 431});
  await client.closed;
  expect(app.seen).toEqual([]);
});

test('15 KB of headers pass', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const cookie = 'c='.padEnd(15_000, 'x');
  expect(await proxy.call({headers: {cookie}})).toMatchObject({status: 200});
});

test('2,005 headers before those that count hide none of them', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(
    `POST / HTTP/1.1\r\nHost: app.localhost\r\n${'a:\r\n'.repeat(2005)}`,
    'Content-Length: 5\r\nAuthorization: Bearer mine\r\n\r\nhello',
  );
  const target = await raw.next();
  const [head = '', body] = (await target.until('hello')).split('\r\n\r\n');
  expect(body).toBe('hello');
  expect(head).toContain('Content-Length: 5\r\nAuthorization: Bearer mine\r\n');
  expect(head).not.toMatch(/transfer-encoding/i);
  expect(head.match(/^a: ?$/gm)).toHaveLength(2005);

  target.write(
    `HTTP/1.1 200 OK\r\n${'a:\r\n'.repeat(2005)}Set-Cookie: a=1\r\nContent-Length: 2\r\n\r\nok`,
  );
  const answer = await client.answer();
  expect(valuesOf(answer, 'a')).toHaveLength(2005);
  expect(valuesOf(answer, 'set-cookie')).toEqual(['a=1']);
  expect(answer.body.toString()).toBe('ok');
});

test('a client that ends its half after the request still gets its answer', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw({allowHalfOpen: true});
  client.write(GET).end();
  await client.ended;
  // Node takes the end of a half as the end of the client: the least is that nothing is left.
  const target = await app.next();
  await soon('the end of the request at the target', target.closed);
  expect(await proxy.finished()).toMatchObject({statusCode: 499});
});

test('a client that says nothing is not recorded', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const silent = await proxy.raw();
  const half = await proxy.raw();
  half.write('GET / HTTP/1.1\r\nHo');
  expect(await proxy.call()).toMatchObject({status: 200});
  silent.reset();
  half.reset();
  expect(await proxy.call()).toMatchObject({status: 200});
  expect(proxy.records).toHaveLength(2);
});
