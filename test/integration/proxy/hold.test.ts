import {expect, test} from 'vitest';
import {FakeClock} from '../../rig/fake-clock.ts';
import {freePort} from '../../rig/free-port.ts';
import {handshake, SWITCHING} from '../../rig/handshake.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import {soon} from '../../rig/soon.ts';

const web = {process: 'web'};
const NAVIGATION = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
};

test('requests wait for a process that starts, and go out in the order in which they came', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app, web)]});

  proxy.processes.starting('web');
  const answers = [];
  for (let count = 0; count < 10; count++) {
    answers.push(proxy.call({path: `/${count}`}));
    await proxy.inFlight(count + 1);
  }
  expect(app.seen).toEqual([]);
  proxy.processes.running('web');
  for (const {status} of await Promise.all(answers)) expect(status).toBe(200);
  expect(app.seen).toEqual(answers.map((_, count) => `GET /${count}`));
});

test('a body waits with its request and is sent once', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app, web)]});

  proxy.processes.starting('web');
  const body = Buffer.alloc(1_000_000, 'x');
  const answer = proxy.call({method: 'POST', body});
  await proxy.processes.watchers(1);
  proxy.processes.running('web');
  const request = await app.next();
  expect((await request.body()).equals(body)).toBe(true);
  request.respond();
  expect(await answer).toMatchObject({status: 200});
  expect(app.seen).toHaveLength(1);
});

test('50 requests during a restart are all answered with 200', async () => {
  await using app = await TargetServer.start({answer: request => request.respond({body: 'old'})});
  const {port} = app;
  await using proxy = await TestProxy.create({services: [service('app', {port}, web)]});
  proxy.processes.running('web');
  expect(await proxy.call()).toMatchObject({status: 200, text: 'old'});

  proxy.processes.starting('web');
  await app[Symbol.asyncDispose]();
  const answers = Array.from({length: 50}, async () => proxy.call());
  await proxy.inFlight(50);
  proxy.processes.running('web'); // it runs, and does not listen yet
  await proxy.processes.watchers(1);
  await using _again = await TargetServer.start({
    port,
    answer: request => request.respond({body: 'new'}),
  });
  for (const {status, text} of await Promise.all(answers)) {
    expect([status, text]).toEqual([200, 'new']);
  }
});

test('a process that has just been started may take its time to listen', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({services: [service('app', {port}, web)]});

  proxy.processes.running('web');
  const answer = proxy.call({method: 'POST', body: 'hello'});
  await proxy.processes.watchers(1);
  const bodies: string[] = [];
  await using _app = await TargetServer.start({
    port,
    answer: request => {
      void request.body().then(body => {
        bodies.push(body.toString());
        request.respond();
      });
    },
  });
  expect(await answer).toMatchObject({status: 200});
  expect(bodies).toEqual(['hello']);
});

test('a process that crashes meanwhile ends the waiting at once', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({services: [service('app', {port}, web)]});

  proxy.processes.starting('web');
  const answers = [proxy.call(), proxy.call({method: 'POST', body: 'x'})];
  await proxy.inFlight(2);
  await proxy.processes.watchers(1);
  proxy.processes.crashed('web', 'exit code 3');
  for (const {status, text} of await soon('the answers', Promise.all(answers))) {
    expect(status).toBe(502);
    expect(text).toContain('exit code 3');
  }
});

test('after the time to hold it is 503, with a time to try again', async () => {
  const clock = new FakeClock();
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({
    services: [service('app', app, web)],
    config: {holdMs: 5000},
    clock,
  });

  proxy.processes.starting('web');
  const answer = proxy.call();
  await clock.timerArmed(5000);
  clock.advance(4999);
  proxy.processes.starting('web'); // a change that changes nothing
  await proxy.inFlight(1);
  clock.advance(1);
  const {status, message} = await answer;
  expect(status).toBe(503);
  expect(message.headers['retry-after']).toMatch(/^\d+$/);
  expect(app.seen).toEqual([]);
  expect(await proxy.finished()).toMatchObject({statusCode: 503, durationMs: 5000});
});

test('a navigation gets a page that waits and asks again', async () => {
  const clock = new FakeClock();
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app, web)], clock});

  proxy.processes.starting('web');
  const answer = proxy.call({headers: NAVIGATION});
  await proxy.processes.watchers(1);
  clock.advance(1000);
  const {status, text, message} = await soon('the page', answer);
  expect(status).toBe(503);
  expect(message.headers['content-type']).toContain('text/html');
  expect(message.headers['retry-after']).toMatch(/^\d+$/);
  expect(text).toMatch(/http-equiv="?refresh/i);
  expect(text).toContain('web');
});

test('with hold 0 nothing waits', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({
    services: [service('app', app, web)],
    config: {holdMs: 0},
  });

  proxy.processes.starting('web');
  const {status, message} = await proxy.call();
  expect(status).toBe(503);
  expect(message.headers['retry-after']).toMatch(/^\d+$/);
});

test('more than 500 that wait are refused with 503, and those that wait stay', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app, web)]});

  proxy.processes.starting('web');
  const clients = await Promise.all(Array.from({length: 500}, async () => proxy.raw()));
  for (const client of clients) client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
  await proxy.inFlight(500);
  const {status, message} = await proxy.call();
  expect(status).toBe(503);
  expect(message.headers['retry-after']).toMatch(/^\d+$/);
  proxy.processes.running('web');
  const answers = await Promise.all(clients.map(async client => client.answer()));
  expect(answers.filter(answer => answer.status === 200)).toHaveLength(500);
});

test('a client that leaves while it waits is not sent on, and makes room', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app, web)]});

  proxy.processes.starting('web');
  const client = await proxy.raw();
  client.write('GET /left HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
  await proxy.inFlight(1);
  client.reset();
  expect(await proxy.finished()).toMatchObject({statusCode: 499, url: '/left'});
  proxy.processes.running('web');
  expect(await proxy.call({path: '/later'})).toMatchObject({status: 200});
  expect(app.seen).toEqual(['GET /later']);
});

test('a WebSocket waits too', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw, web)]});

  proxy.processes.starting('web');
  const client = await proxy.raw();
  client.write(handshake());
  await proxy.inFlight(1);
  await proxy.processes.watchers(1);
  proxy.processes.running('web');
  // The proxy may have looked whether somebody listens.
  const target = await handshakeOf(raw);
  target.write(SWITCHING);
  expect(await client.answer()).toMatchObject({status: 101});
});

test('a service without a process does not wait', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({services: [service('app', {port})]});

  proxy.processes.starting('web');
  expect(await proxy.call()).toMatchObject({status: 502});
});

async function handshakeOf(raw: RawTarget): ReturnType<RawTarget['next']> {
  for (;;) {
    const connection = await raw.next();
    const isHandshake = await connection.until('\r\n\r\n').then(
      () => true,
      () => false,
    );
    if (isHandshake) return connection;
  }
}
