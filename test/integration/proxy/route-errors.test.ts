import {expect, test} from 'vitest';
import {FakeClock} from '../../rig/fake-clock.ts';
import {freePort} from '../../rig/free-port.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

function errorsOf(proxy: TestProxy): number | undefined {
  return proxy.proxy.reports()[0]?.stats.errors;
}

test('a status of 500 and above is an error of its route, a lesser one is none', async () => {
  const statuses = [200, 404, 499, 500, 503];
  await using app = await TargetServer.start({
    answer: request => request.respond({status: statuses.shift() ?? 0}),
  });
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  for (const count of [0, 0, 0, 1, 2]) {
    await proxy.call();
    await proxy.finished();
    expect(errorsOf(proxy)).toBe(count);
  }
});

test('a target that breaks off or does not listen is an error of its route', async () => {
  await using app = await TargetServer.start();
  const services = [service('app', app)];
  await using proxy = await TestProxy.create({services});

  const {request, response} = proxy.open();
  request.end();
  const target = await app.next();
  target.response.writeHead(200).write('part');
  await response;
  target.response.destroy();
  await proxy.finished();
  expect(errorsOf(proxy)).toBe(1);

  await using other = await TestProxy.create({
    services: [service('app', {port: await freePort()})],
  });
  await other.call();
  await other.finished();
  expect(errorsOf(other)).toBe(1);
});

test('what is answered with 503 while its target starts is no error', async () => {
  const clock = new FakeClock();
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({
    services: [service('app', app, {process: 'web'})],
    clock,
  });

  proxy.processes.starting('web');
  const answer = proxy.call({headers: {'sec-fetch-mode': 'navigate'}});
  await proxy.processes.watchers(1);
  clock.advance(1000);
  expect(await answer).toMatchObject({status: 503});
  expect(await proxy.finished()).toMatchObject({statusCode: 503});
  expect(errorsOf(proxy)).toBe(0);
});

test('a client that leaves is no error, before the answer and amid it', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  for (const status of [undefined, 200]) {
    const client = await proxy.raw();
    client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
    const target = await app.next();
    if (status !== undefined) {
      target.response.writeHead(status).write('part');
      await client.until('part');
    }
    client.reset();
    await target.closed;
    expect(await proxy.finished()).toMatchObject({statusCode: status ?? 499});
    expect(errorsOf(proxy)).toBe(0);
  }
});
