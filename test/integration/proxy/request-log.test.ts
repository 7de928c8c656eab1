import {expect, test} from 'vitest';
import {FakeClock} from '../../rig/fake-clock.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

test('a request is recorded when its headers are there, and again with the last byte', async () => {
  const clock = new FakeClock();
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({
    services: [service('app', app, {process: 'web'})],
    clock,
  });
  proxy.processes.running('web');

  const host = `x.APP.localhost:${proxy.httpPort}`;
  const {request, response} = proxy.open({method: 'POST', path: '/a?b=c', host});
  request.write('12345');
  const target = await app.next();
  expect(proxy.records).toEqual([
    {
      id: expect.stringMatching(/^[\da-f]{7,}$/) as string,
      timestamp: '2026-01-01T00:00:00.000Z',
      method: 'POST',
      url: '/a?b=c',
      subdomain: 'app',
      statusCode: undefined,
      durationMs: 0,
      remoteAddr: '127.0.0.1',
      host,
      process: 'web',
      protocol: 'http',
      tls: false,
      bytesIn: expect.any(Number) as number,
      bytesOut: 0,
      error: undefined,
      inFlight: true,
    },
  ]);

  clock.advance(100);
  target.response.writeHead(201).write('head');
  const body = (await response)[Symbol.asyncIterator]();
  await body.next();
  expect(proxy.records).toMatchObject([{statusCode: 201, durationMs: 100, inFlight: true}]);

  clock.advance(150);
  request.end('67');
  await target.body();
  target.response.end(' and tail');
  await body.next();
  expect(await body.next()).toMatchObject({done: true});
  const finished = {statusCode: 201, durationMs: 250, bytesIn: 7, bytesOut: 13, inFlight: false};
  expect(await proxy.finished()).toMatchObject(finished);
  expect(proxy.records).toMatchObject([finished]);
});

test('what no service takes is recorded too', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  await proxy.call({host: 'nope.localhost', path: '/x'});
  expect(await proxy.finished()).toMatchObject({
    host: 'nope.localhost',
    subdomain: 'nope',
    url: '/x',
    statusCode: 404,
    process: undefined,
  });
});

test('bytes are those of the bodies on the wire, without their framing', async () => {
  await using app = await TargetServer.start({
    answer: ({message, response}) => {
      message.resume();
      message.on('end', () => {
        response.write('12345');
        response.end('678');
      });
    },
  });
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  await proxy.call({method: 'POST', body: 'x'.repeat(1000)});
  expect(await proxy.finished()).toMatchObject({bytesIn: 1000, bytesOut: 8});
  await proxy.call({method: 'HEAD'});
  expect(await proxy.finished()).toMatchObject({bytesIn: 0, bytesOut: 0, method: 'HEAD'});
});

test('only the newest are kept, and every id is unique', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {maxRequests: 10},
  });

  const client = await proxy.raw();
  const ids = new Set<string>();
  for (let count = 0; count < 25; count++) {
    client.write(`GET /${count} HTTP/1.1\r\nHost: app.localhost\r\n\r\n`);
    await client.answer();
    ids.add((await proxy.finished()).id);
  }
  expect(ids.size).toBe(25);
  expect(proxy.records.map(({url}) => url)).toEqual(
    Array.from({length: 10}, (_, index) => `/${index + 15}`),
  );
});

test('requests on one connection have a record each, also when the client leaves amid them', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  const paths = ['/1', '/2', '/3'];
  client.write(...paths.map(path => `GET ${path} HTTP/1.1\r\nHost: app.localhost\r\n\r\n`));
  const [first, second, third] = [await app.next(), await app.next(), await app.next()];
  first.respond();
  await client.answer();
  expect(await proxy.finished()).toMatchObject({url: '/1', statusCode: 200});
  client.reset();
  await Promise.all([second.closed, third.closed]);
  const left = [await proxy.finished(), await proxy.finished()];
  expect(left.map(({url}) => url).sort()).toEqual(['/2', '/3']);
  for (const record of left) expect(record).toMatchObject({statusCode: 499, inFlight: false});
  expect(proxy.records).toHaveLength(3);
});

test('a request the parser refuses leaves no record in flight', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\nbroken\r\n\r\n');
  expect(await client.answer()).toMatchObject({status: 400});
  await client.closed;
  expect(proxy.proxy.log.inFlight).toBe(0);
});

test('a malformed chunk within an upload ends the record and the request at the target', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(
    'POST / HTTP/1.1\r\nHost: app.localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n',
  );
  const target = await app.next();
  client.write('zz\r\n');
  expect(await client.answer()).toMatchObject({status: 400});
  await target.closed;
  expect(await proxy.finished()).toMatchObject({inFlight: false});
  await proxy.inFlight(0);
});
