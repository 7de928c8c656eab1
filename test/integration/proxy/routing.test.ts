import {expect, test} from 'vitest';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

/** Answers every request with a name and the path it got. */
async function named(name: string): Promise<TargetServer> {
  return TargetServer.start({
    answer: request => request.respond({body: `${name} ${request.message.url}`}),
  });
}

test.each([
  'app.localhost',
  'APP.LocalHost',
  'app.localhost:6788',
  'app.localhost.',
  'app.localhost.:80',
  'app.localhost:',
  'x.app.localhost',
  'a.b.app.localhost:6788',
])('the host %s reaches the service app', async host => {
  await using app = await named('app');
  await using other = await named('other');
  const services = [service('app', app), service('a', other), service('other', other)];
  await using proxy = await TestProxy.create({services});

  expect(await proxy.call({host, path: '/x?y=1'})).toMatchObject({
    status: 200,
    text: 'app /x?y=1',
  });
});

test.each([
  'other.localhost',
  'constructor.localhost',
  '__proto__.localhost',
  'app.evil.com',
  'app.localhost.evil.com',
  'evilapp.localhost',
  'applocalhost',
  'app',
  'app..localhost',
  '.app.localhost',
  '192.168.1.7',
  '[2001:db8::1]:6788',
  'app.127.0.0.1',
])('the host %s reaches no service', async host => {
  await using app = await named('app');
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const {status, text} = await proxy.call({host});
  expect(status).toBe(404);
  expect(text).toContain('app.localhost');
  expect(app.seen).toEqual([]);
});

test.each(['a b', '[', 'a:99999999', 'app.localhost:x', 'app.localhost/x', '<zz>', '..', '@'])(
  'the malformed host %j is refused, and the proxy goes on',
  async host => {
    await using app = await named('app');
    await using proxy = await TestProxy.create({services: [service('app', app)]});

    const client = await proxy.raw();
    client.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    const {status, body} = await client.answer();
    expect([400, 404]).toContain(status);
    expect(body.toString()).not.toContain('<zz>');
    expect(await proxy.call()).toMatchObject({status: 200});
    expect(app.seen).toEqual(['GET /']);
  },
);

test.each([
  ['no Host', ''],
  ['two Hosts', 'Host: app.localhost\r\nHost: api.localhost\r\n'],
  ['the same Host twice', 'Host: app.localhost\r\nHost: app.localhost\r\n'],
])('%s is refused with 400', async (_, lines) => {
  await using app = await named('app');
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(`GET / HTTP/1.1\r\n${lines}Connection: close\r\n\r\n`);
  expect(await client.answer()).toMatchObject({status: 400});
  expect(app.seen).toEqual([]);
});

test('the bare domain shows the services', async () => {
  await using app = await named('app');
  await using proxy = await TestProxy.create({
    services: [service('app', app), service('api', app)],
  });

  const hosts = [
    'localhost',
    'LOCALHOST:80',
    'localhost.',
    '127.0.0.1:6788',
    '127.1.2.3',
    '[::1]:6788',
  ];
  for (const host of hosts) {
    const {status, text, message} = await proxy.call({host});
    expect(status).toBe(200);
    expect(message.headers['content-type']).toContain('text/html');
    expect(text).toContain('app.localhost');
    expect(text).toContain('api.localhost');
  }
  expect(app.seen).toEqual([]);
});

test('a client that wants JSON is told the routes in JSON', async () => {
  await using app = await named('app');
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const headers = {accept: 'application/json'};
  const {status, text, message} = await proxy.call({host: 'nope.localhost', headers});
  expect(status).toBe(404);
  expect(message.headers['content-type']).toContain('application/json');
  expect(JSON.stringify(JSON.parse(text))).toContain('app.localhost');
});

test('the page of an unknown host shows its name as text', async () => {
  await using app = await named('app');
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(
    'GET /<script>alert(1)</script> HTTP/1.1\r\nHost: "><script>x.localhost\r\n',
    'Connection: close\r\n\r\n',
  );
  const {status, body} = await client.answer();
  expect([400, 404]).toContain(status);
  expect(body.toString()).not.toContain('<script>alert');
  expect(body.toString()).not.toContain('<script>x');
});

test('* takes the names of the domain that no service has', async () => {
  await using app = await named('app');
  await using rest = await named('rest');
  await using proxy = await TestProxy.create({
    services: [service('*', rest), service('app', app)],
  });

  expect(await proxy.call({host: 'app.localhost'})).toMatchObject({text: 'app /'});
  expect(await proxy.call({host: 'x.app.localhost'})).toMatchObject({text: 'app /'});
  expect(await proxy.call({host: 'other.localhost'})).toMatchObject({text: 'rest /'});
  expect(await proxy.call({host: 'a.b.localhost'})).toMatchObject({text: 'rest /'});
  expect(await proxy.call({host: 'constructor.localhost'})).toMatchObject({text: 'rest /'});
  expect(await proxy.call({host: '127.0.0.1:6788'})).toMatchObject({text: 'rest /'});
});

test('another domain than localhost is served the same way', async () => {
  await using app = await named('app');
  await using proxy = await TestProxy.create({
    services: [service('app', app)],
    config: {domain: 'local.example.dev'},
  });

  expect(await proxy.call({host: 'app.local.example.dev'})).toMatchObject({text: 'app /'});
  expect(await proxy.call({host: 'app.localhost'})).toMatchObject({status: 404});
});

test.each([
  ['/', 'web'],
  ['/api', 'api'],
  ['/api/', 'api'],
  ['/api?x=1', 'api'],
  ['/api/x/y', 'api'],
  ['/apix', 'web'],
  ['/API', 'web'],
  ['/x/api', 'web'],
  ['/api/v2', 'v2'],
  ['/api/v2/z?q', 'v2'],
  ['/api/v22', 'api'],
  ['/?/api', 'web'],
])('the path %s goes to the longest prefix: %s', async (path, name) => {
  await using web = await named('web');
  await using api = await named('api');
  await using v2 = await named('v2');
  await using proxy = await TestProxy.create({
    services: [
      service('app', api, {pathPrefix: '/api'}),
      service('app', web),
      service('app', v2, {pathPrefix: '/api/v2'}),
    ],
  });

  expect(await proxy.call({path})).toMatchObject({status: 200, text: `${name} ${path}`});
});

test('a path outside of every prefix of a name is 404', async () => {
  await using api = await named('api');
  await using proxy = await TestProxy.create({
    services: [service('app', api, {pathPrefix: '/api'})],
  });

  expect(await proxy.call({path: '/other'})).toMatchObject({status: 404});
  expect(await proxy.call({path: '/api/x'})).toMatchObject({status: 200});
});
