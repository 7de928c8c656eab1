import {once} from 'node:events';
import {createServer} from 'node:http';
import {expect, test} from 'vitest';
import {freePort} from '../../rig/free-port.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {soon} from '../../rig/soon.ts';

test.each(['127.0.0.1', '::1', '::'])(
  'the target localhost is found when it listens on %s only',
  async host => {
    await using app = await TargetServer.start({host, answer: request => request.respond()});
    await using proxy = await TestProxy.create({
      services: [service('app', {port: app.port, host: 'localhost'})],
    });

    for (let count = 0; count < 3; count++) {
      const answer = await soon('the answer', proxy.call());
      expect(answer).toMatchObject({status: 200});
    }
    expect(app.seen).toHaveLength(3);
  },
);

test.each(['127.0.0.1', '::1'])(
  'a POST to localhost on %s only is sent once, with its body',
  async host => {
    await using app = await TargetServer.start({host});
    await using proxy = await TestProxy.create({
      services: [service('app', {port: app.port, host: 'localhost'})],
    });

    const answer = proxy.call({method: 'POST', body: 'hello'});
    const request = await app.next();
    expect((await request.body()).toString()).toBe('hello');
    request.respond();
    expect(await answer).toMatchObject({status: 200});
    expect(app.seen).toHaveLength(1);
  },
);

test('an IPv6 address is a target', async () => {
  await using app = await TargetServer.start({host: '::1', answer: request => request.respond()});
  await using proxy = await TestProxy.create({
    services: [service('app', {port: app.port, host: '::1'})],
  });

  expect(await proxy.call()).toMatchObject({status: 200});
});

test('a name that nobody knows is 502', async () => {
  await using proxy = await TestProxy.create({
    services: [service('app', {port: 80, host: 'no-such-host.invalid'})],
  });

  expect(await proxy.call()).toMatchObject({status: 502});
});

test('a target that moves to the other address is found again', async () => {
  await using first = await TargetServer.start({answer: request => request.respond()});
  const {port} = first;
  await using proxy = await TestProxy.create({
    services: [service('app', {port, host: 'localhost'})],
  });
  expect(await proxy.call()).toMatchObject({status: 200});
  await first[Symbol.asyncDispose]();
  const second = createServer((_, response) => response.end('second'));
  second.listen(port, '::1');
  await once(second, 'listening');
  try {
    expect(await proxy.call()).toMatchObject({status: 200, text: 'second'});
  } finally {
    second.closeAllConnections();
    second.close();
  }
});

test('a route back to the proxy is 508 within a second', async () => {
  await using loop = await looped();

  const {status} = await soon('the end of the loop', loop.call());
  expect(status).toBe(508);
});

test('two proxies in a row are no loop', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using inner = await TestProxy.create({services: [service('app', app)]});
  await using outer = await TestProxy.create({
    services: [service('app', {port: inner.httpPort})],
  });

  expect(await outer.call()).toMatchObject({status: 200});
});

/** A proxy with a service that is the proxy itself. */
async function looped(): Promise<TestProxy> {
  const port = await freePort();
  return TestProxy.create({services: [service('app', {port})], config: {httpPort: port}});
}
