import {expect, test} from 'vitest';
import {connectSecurely} from '../../rig/h2-client.ts';
import {RawConnection} from '../../rig/raw-http.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

async function answering(body: string): Promise<TargetServer> {
  return TargetServer.start({answer: request => request.respond({body})});
}

test('services that are new are served, those taken away are not', async () => {
  await using app = await answering('app');
  await using docs = await answering('docs');
  await using proxy = await TestProxy.create({services: [service('app', app)]});
  const host = 'docs.localhost';
  expect(await proxy.call({host})).toMatchObject({status: 404});

  proxy.proxy.replaceConfigured([service('docs', docs)]);
  expect(await proxy.call({host})).toMatchObject({status: 200, text: 'docs'});
  expect(await proxy.call()).toMatchObject({status: 404});
  expect(proxy.said).toEqual([]);
});

test('a service that is as before keeps its connections and its count', async () => {
  await using app = await answering('app');
  await using other = await answering('other');
  await using proxy = await TestProxy.create({services: [service('app', app)]});
  await proxy.call();
  await proxy.finished();

  proxy.proxy.replaceConfigured([service('other', other), service('app', app)]);
  await proxy.call();
  await proxy.finished();
  expect(app.sockets.seen).toBe(1);
  const [, kept] = proxy.proxy.reports();
  expect(kept).toMatchObject({subdomain: 'app', stats: {requests: 2, inFlight: 0}});
});

test('a request under way goes on to its end when its service is taken away', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});
  const answer = proxy.call();
  const request = await app.next();
  request.response.write('first ');

  proxy.proxy.replaceConfigured([]);
  expect(await proxy.call()).toMatchObject({status: 404});
  request.response.end('last');
  expect(await answer).toMatchObject({status: 200, text: 'first last'});
  await app.sockets.allClosed();
});

test('a request under way ends at the old target, the next goes to the new one', async () => {
  await using old = await TargetServer.start();
  await using fresh = await answering('new');
  await using proxy = await TestProxy.create({services: [service('app', old)]});
  const answer = proxy.call();
  const request = await old.next();

  proxy.proxy.replaceConfigured([service('app', fresh)]);
  expect(await proxy.call()).toMatchObject({text: 'new'});
  request.respond({body: 'old'});
  expect(await answer).toMatchObject({text: 'old'});
});

test('routes added by hand stay, but give way to a service of their name, and it is said', async () => {
  await using app = await answering('app');
  await using byHand = await answering('by hand');
  await using proxy = await TestProxy.create({services: [service('app', app)]});
  for (const name of ['docs', 'mail']) {
    proxy.proxy.addRoute({service: service(name, byHand), ttlMs: undefined});
  }

  proxy.proxy.replaceConfigured([service('app', app), service('docs', app)]);
  expect(await proxy.call({host: 'mail.localhost'})).toMatchObject({text: 'by hand'});
  expect(await proxy.call({host: 'docs.localhost'})).toMatchObject({text: 'app'});
  expect(proxy.said).toEqual(['the route docs gives way to the service of that name in prox.yaml']);
});

test('a certificate for a new service is made on demand', async () => {
  await using app = await answering('app');
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {http2: false, httpsPort: 0},
  });

  proxy.proxy.replaceConfigured([service('docs', app)]);
  const socket = await connectSecurely(proxy, ['http/1.1'], 'docs.localhost');
  const client = new RawConnection(socket);
  client.write('GET / HTTP/1.1\r\nHost: docs.localhost\r\n\r\n');
  expect(await client.answer()).toMatchObject({status: 200});
  expect(socket.getPeerCertificate().subjectaltname).toContain('DNS:docs.localhost');
});
