import {expect, test} from 'vitest';
import {freePort} from '../../rig/free-port.ts';
import {connectSecurely} from '../../rig/h2-client.ts';
import {RawConnection} from '../../rig/raw-http.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {soon} from '../../rig/soon.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

const web = {process: 'web'};

test('the index tells that a process is crashed before anybody has asked its service', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({services: [service('app', {port}, web)]});
  proxy.processes.crashed('web', 'exit code 1');

  const {text} = await proxy.call({host: 'localhost'});
  expect(text).toContain('crashed (exit code 1)');
  expect(proxy.proxy.reports()).toMatchObject([
    {processStatus: 'crashed', processReason: 'exit code 1', state: 'unknown'},
  ]);
});

test('that an earlier run refused is not said of the one that runs', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({services: [service('app', {port}, web)]});
  proxy.processes.crashed('web', 'exit code 1');
  expect(await proxy.call()).toMatchObject({status: 502});
  expect(proxy.proxy.reports()).toMatchObject([{state: 'unreachable'}]);
  proxy.processes.running('web');
  expect(proxy.proxy.reports()).toMatchObject([{processStatus: 'running', state: 'unknown'}]);
});

test.each([
  ['has begun', 'restarting'],
  ['is over', 'running'],
] as const)('an answer that a restart breaks off is told so, when it %s', async (_, change) => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw, web)]});
  proxy.processes.running('web');

  const answer = proxy.call({method: 'POST', body: 'hi'});
  const connection = await raw.next();
  await connection.until('hi');
  proxy.processes[change]('web');
  connection.reset();
  const {status, text, message} = await soon('the 502', answer);
  expect([status, message.headers['x-prox-error']]).toEqual([502, 'TARGET_RESTARTED']);
  expect(text).toContain('web was restarted while it answered');
});

test('an answer that breaks off by itself is not put down to the start before it', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw, web)]});
  proxy.processes.running('web');

  const answer = proxy.call({method: 'POST', body: 'hi'});
  const connection = await raw.next();
  await connection.until('hi');
  connection.reset();
  const {message} = await soon('the 502', answer);
  expect(message.headers['x-prox-error']).toBe('TARGET_BAD_ANSWER');
});

test('a process that is stopped while a request waits for it is to be started', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({services: [service('app', {port}, web)]});
  proxy.processes.starting('web');

  const answer = proxy.call();
  await proxy.processes.watchers(1);
  proxy.processes.stopping('web');
  const {status, text} = await soon('the 502', answer);
  expect(status).toBe(502);
  expect(text).toContain('<code>prox start web</code>');
  expect(text).not.toContain('prox restart');
});

test('while prox ends nobody is told to start anything', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({
    services: [service('app', {port}, web), service('other', {port})],
  });
  proxy.processes.isEnding = true;
  proxy.processes.stopping('web');

  const {status, text, message} = await proxy.call();
  expect([status, message.headers['x-prox-error']]).toEqual([503, 'PROX_STOPPING']);
  expect(text).toContain('<h1>prox is stopping</h1>');
  expect(text).not.toContain('prox start');
  expect(await proxy.call({host: 'other.localhost'})).toMatchObject({status: 502});
});

test('the index leads to the scheme by which it was asked for', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {httpsPort: 0},
  });
  expect((await proxy.call({host: 'localhost'})).text).toContain('href="http://app.localhost:');
  const client = new RawConnection(await connectSecurely(proxy, ['http/1.1']));
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect((await client.answer()).body.toString()).toContain('href="https://app.localhost:');
});
