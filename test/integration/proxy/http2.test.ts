import {once} from 'node:events';
import {expect, test} from 'vitest';
import {H2Client} from '../../rig/h2-client.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {soon} from '../../rig/soon.ts';

const config = {http2: true, httpsPort: 0} as const;

test('GET and POST pass, with body and headers of both sides', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const answer = client.call(
    {':method': 'POST', ':path': '/a//b?c', 'x-a': '1', cookie: ['a=1', 'b=2']},
    'hello',
  );
  const request = await app.next();
  expect(request.line).toBe('POST /a//b?c');
  expect((await request.body()).toString()).toBe('hello');
  const port = String(proxy.httpsPort);
  expect(request.headers).toMatchObject({
    host: `app.localhost:${port}`,
    'x-a': '1',
    cookie: 'a=1; b=2',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': `app.localhost:${port}`,
    'x-forwarded-port': port,
    'x-forwarded-for': '127.0.0.1',
  });
  expect(Object.keys(request.headers).filter(name => name.startsWith(':'))).toEqual([]);
  request.respond({
    status: 201,
    headers: {'set-cookie': ['a=1', 'b=2'], connection: 'keep-alive', 'x-b': '2'},
    body: 'thanks',
  });
  const {status, headers, text} = await answer;
  expect([status, text]).toEqual([201, 'thanks']);
  expect(headers).toMatchObject({'x-b': '2', 'set-cookie': ['a=1', 'b=2']});
  expect(headers).not.toHaveProperty('connection');
  expect(headers).not.toHaveProperty('transfer-encoding');
  expect(await proxy.finished()).toMatchObject({
    protocol: 'h2',
    tls: true,
    method: 'POST',
    url: '/a//b?c',
    statusCode: 201,
    bytesIn: 5,
    bytesOut: 6,
  });
});

test('a GET without a body has none at the target', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const stream = client.open({}, {hasBody: false});
  const request = await app.next();
  expect(request.headers).not.toHaveProperty('transfer-encoding');
  request.respond();
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
  expect(headers[':status']).toBe(200);
  stream.resume();
  await once(stream, 'close');
});

test(':authority decides on the service', async () => {
  await using app = await TargetServer.start({answer: r => r.respond({body: 'app'})});
  await using api = await TargetServer.start({answer: r => r.respond({body: 'api'})});
  const services = [service('app', app), service('api', api)];
  await using proxy = await TestProxy.create({services, config});

  const client = await H2Client.open(proxy);
  expect(await client.call({':authority': 'API.localhost:1'})).toMatchObject({text: 'api'});
  expect(await client.call({':authority': 'app.localhost'})).toMatchObject({text: 'app'});
  expect(await client.call({':authority': 'nope.localhost'})).toMatchObject({status: 404});
  expect(await client.call({':authority': 'app.evil.com'})).toMatchObject({status: 404});
});

test('a Host that contradicts :authority is refused', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const answer = await client.call({':authority': 'app.localhost', host: 'api.localhost'});
  expect(answer).toMatchObject({status: 400});
  expect(app.seen).toEqual([]);
});

test('server-sent events pass one by one', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const stream = client.open();
  stream.end();
  const {response} = await app.next();
  response.writeHead(200, {'content-type': 'text/event-stream'}).flushHeaders();
  const events = stream[Symbol.asyncIterator]();
  for (let count = 0; count < 10; count++) {
    response.write(`data: ${count}\n\n`);
    expect(String((await events.next()).value)).toBe(`data: ${count}\n\n`);
  }
  response.end();
  expect(await events.next()).toMatchObject({done: true});
});

test('trailers and early hints of an answer pass', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)], config});

  const client = await H2Client.open(proxy);
  const stream = client.open();
  const hints = once(stream, 'headers');
  const trailers = once(stream, 'trailers');
  stream.end();
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write('HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n');
  expect((await hints)[0]).toMatchObject({':status': 103, link: '</a.css>; rel=preload'});
  connection.write(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 42\r\n\r\n',
  );
  stream.resume();
  expect((await trailers)[0]).toMatchObject({'x-sum': '42'});
});

test('1,000 requests at once are all answered', async () => {
  await using app = await TargetServer.start({
    answer: request => request.respond({body: String(request.message.url)}),
  });
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const paths = Array.from({length: 1000}, (_, index) => `/${index}`);
  const answers = await Promise.all(paths.map(async path => client.call({':path': path})));
  expect(answers.map(({text}) => text)).toEqual(paths);
});

test('a target that breaks off resets the stream, and only it', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const stream = client.open();
  stream.end();
  const request = await app.next();
  request.response.writeHead(200, {'content-length': 100}).write('part');
  const [chunk] = (await once(stream, 'data')) as [Buffer];
  expect(chunk.toString()).toBe('part');
  const closed = new Promise(resolve => stream.once('close', resolve));
  request.reset();
  await soon('the end of the stream', closed);
  expect(stream.rstCode).not.toBe(0);
  const later = client.call();
  (await app.next()).respond();
  expect(await later).toMatchObject({status: 200});
});

test('2,000 requests that are cancelled cost no later one', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)], config});

  const client = await H2Client.open(proxy);
  const sessionEnd = once(client.session, 'close');
  for (let count = 0; count < 2000 && !client.session.destroyed; count++) {
    const stream = client.open({}, {hasBody: false});
    const request = await Promise.race([app.next(), sessionEnd]);
    stream.close(8);
    if (!('closed' in request)) break;
    await soon('the end of the request at the target', request.closed);
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const bearsCancels = major > 22 || (major === 22 && minor >= 11);
  // Before that Node ends the session, and a browser opens another.
  expect(client.session.destroyed && bearsCancels).toBe(false);
  const survivor = client.session.destroyed ? await H2Client.open(proxy) : client;
  const later = survivor.call();
  (await app.next()).respond();
  expect(await later).toMatchObject({status: 200});
});
