import {expect, test} from 'vitest';
import {freePort} from '../../rig/free-port.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {soon} from '../../rig/soon.ts';

const GET = 'GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n';

test('a target that refuses is 502 at once, with the process and its last lines', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({
    services: [service('app', {port}, {process: 'web'})],
  });
  proxy.processes.crashed('web', 'exit code 3');
  proxy.processes.print('web', 'Error: <cannot> start', 'stderr');

  const {status, text, message} = await soon('the 502', proxy.call());
  expect(status).toBe(502);
  expect(message.headers['content-type']).toContain('text/html');
  expect(text).toContain('web');
  expect(text).toContain('crashed');
  expect(text).toContain('Error: &lt;cannot&gt; start');
  expect(text).not.toContain('<cannot>');
  expect(await proxy.finished()).toMatchObject({
    statusCode: 502,
    inFlight: false,
    error: expect.stringMatching(/refused/i) as string,
  });
});

test('a JSON client is told of a target that refuses in JSON', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({services: [service('app', {port})]});

  const {status, text, message} = await proxy.call({headers: {accept: 'application/json'}});
  expect(status).toBe(502);
  expect(message.headers['content-type']).toContain('application/json');
  expect(JSON.parse(text)).toMatchObject({error: expect.any(String) as string});
});

test('a POST with a body to a target that refuses is 502, and the connection is in order', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({services: [service('app', {port})]});

  const {status} = await proxy.call({method: 'POST', body: Buffer.alloc(300_000)});
  expect(status).toBe(502);
});

test.each([
  ['nothing', ''],
  ['half a status line', 'HTTP/1.'],
  ['half a header', 'HTTP/1.1 200 OK\r\nX-Ha'],
])('a target that resets after %s is 502, recorded once', async (_, bytes) => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write('POST / HTTP/1.1\r\nHost: app.localhost\r\nContent-Length: 2\r\n\r\nhi');
  const connection = await raw.next();
  await connection.until('hi');
  await new Promise(resolve => connection.socket.write(bytes, resolve));
  connection.reset();
  expect(await soon('the 502', client.answer())).toMatchObject({status: 502});
  expect(await proxy.finished()).toMatchObject({statusCode: 502, method: 'POST'});
  expect(proxy.records).toHaveLength(1);
  expect(raw.sockets.seen).toBe(1);
});

test('a target that ends without an answer is 502', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write('POST / HTTP/1.1\r\nHost: app.localhost\r\nContent-Length: 2\r\n\r\nhi');
  const connection = await raw.next();
  await connection.until('hi');
  connection.end();
  expect(await soon('the 502', client.answer())).toMatchObject({status: 502});
  expect(raw.sockets.seen).toBe(1);
});

const WITH_LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart';
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n';
const MID_CHUNK = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\npart';

test.each([
  ['reset', 'of known length', WITH_LENGTH],
  ['reset', 'that is chunked', CHUNKED],
  ['reset', 'inside a chunk', MID_CHUNK],
  ['end', 'of known length', WITH_LENGTH],
  ['end', 'that is chunked', CHUNKED],
  ['end', 'inside a chunk', MID_CHUNK],
] as const)('a %s within a body %s breaks the answer off', async (how, _, bytes) => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(bytes);
  await client.until('part');
  connection[how]();
  await soon('the end of the connection', client.closed);
  expect(client.text).toMatch(/\r\n\r\n(?:\w+\r\n)?part(?:\r\n)?$/);
  const record = await proxy.finished();
  expect(record).toMatchObject({statusCode: 200, bytesOut: 4, inFlight: false});
  expect(record.error).toMatch(/\w/);
});

test.each([
  ['garbage', 'what is this?\r\n\r\n'],
  ['binary garbage', '\x00\x01\x02\xff\xfe\r\n\r\n'],
  ['a greeting of another protocol', '220 smtp.example ESMTP\r\n'],
  ['the status 099', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
  ['the status 1000', 'HTTP/1.1 1000 Odd\r\nContent-Length: 0\r\n\r\n'],
  ['the status 000', 'HTTP/1.1 000 Odd\r\nContent-Length: 0\r\n\r\n'],
  ['a bad header name', 'HTTP/1.1 200 OK\r\nX Y: 1\r\nContent-Length: 0\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'],
  [
    'length and chunked',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  [
    'headers beyond 16 KB',
    `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\nContent-Length: 0\r\n\r\n`,
  ],
  [
    'an upgrade nobody asked for',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nhello',
  ],
])('%s is 502, and the proxy goes on', async (_, bytes) => {
  await using raw = await RawTarget.start();
  await using fine = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({
    services: [service('app', raw), service('fine', fine)],
  });

  const client = await proxy.raw();
  client.write('POST / HTTP/1.1\r\nHost: app.localhost\r\nContent-Length: 0\r\n\r\n');
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(bytes);
  expect(await soon('the 502', client.answer())).toMatchObject({status: 502});
  await soon('the end of the connection to the target', raw.sockets.allClosed());
  expect(await proxy.finished()).toMatchObject({statusCode: 502});
  expect(await proxy.call({host: 'fine.localhost'})).toMatchObject({status: 200});
});

test.each([
  ['a control byte', 'Fi\x01ne'],
  ['bytes beyond ASCII', 'Fein \xfc'],
  ['nothing', ''],
])('%s in the reason does no harm', async (_, reason) => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(`HTTP/1.1 200 ${reason}\r\nContent-Length: 2\r\n\r\nok`);
  const answer = await soon('the answer', client.answer());
  expect(answer.status).toBe(200);
  expect(answer.reason).not.toContain('\x01');
  expect(answer.body.toString()).toBe('ok');
});

test('a target that says more than its length does not spoil the next answer', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  const first = await raw.next();
  await first.until('\r\n\r\n');
  first.write(
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil',
  );
  expect((await client.answer()).body.toString()).toBe('ok');
  client.write(GET);
  const second = await raw.next();
  await second.until('\r\n\r\n');
  second.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood');
  expect((await client.answer()).body.toString()).toBe('good');
});

test('a route tells whether its target took the last connection', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  const port = await freePort();
  await using proxy = await TestProxy.create({
    services: [service('app', app), service('gone', {port})],
  });
  const states = (): readonly string[] => proxy.proxy.reports().map(({state}) => state);
  expect(states()).toEqual(['unknown', 'unknown']);
  await proxy.call();
  await proxy.call({host: 'gone.localhost'});
  expect(states()).toEqual(['active', 'unreachable']);
});
