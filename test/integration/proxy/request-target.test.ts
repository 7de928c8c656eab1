import {expect, test} from 'vitest';
import {seededRandom} from '../../rig/seeded-random.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

test.each([
  '/a//b/"quotes"/{x}/|y|/\\z',
  '//',
  '//evil.com/x',
  '/%2e%2e/%zz/%00',
  '/../..//./x',
  "/'`^<>[]",
  '/?',
  '/?a=b&a=c&&=?x=//y',
  '/x?q={"a":[1]}',
  '/;p=1,2/@x:y!$&()*+~',
  '/http://other.example/',
])('the target %s arrives byte for byte', async path => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(`GET ${path} HTTP/1.1\r\nHost: app.localhost\r\n\r\n`);
  expect(await client.answer()).toMatchObject({status: 200});
  expect(app.seen).toEqual([`GET ${path}`]);
});

test('500 random targets arrive byte for byte', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const random = seededRandom(49);
  const paths = Array.from({length: 500}, () => randomPath(random));
  const client = await proxy.raw();
  for (const path of paths) {
    client.write(`GET ${path} HTTP/1.1\r\nHost: app.localhost\r\n\r\n`);
    expect(await client.answer()).toMatchObject({status: 200});
  }
  expect(app.seen).toEqual(paths.map(path => `GET ${path}`));
});

test.each([
  'GET http://evil.example/x HTTP/1.1',
  'GET http://app.localhost/x HTTP/1.1',
  'GET https://app.localhost/x HTTP/1.1',
  'GET http://[ HTTP/1.1',
  'GET http://a:99999999/x HTTP/1.1',
  'GET http:// HTTP/1.1',
  'GET app.localhost/x HTTP/1.1',
  'GET * HTTP/1.1',
  'OPTIONS * HTTP/1.1',
  'CONNECT app.localhost:80 HTTP/1.1',
  'CONNECT evil.example:443 HTTP/1.1',
  'TRACE / HTTP/1.1',
  'TRACK / HTTP/1.1',
  'GET /a b HTTP/1.1',
])('%s is refused and reaches nobody', async line => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(`${line}\r\nHost: app.localhost\r\nConnection: close\r\n\r\n`);
  const {status} = await client.answer();
  expect([400, 405, 501]).toContain(status);
  await client.closed;
  expect(await proxy.call({path: '/fence'})).toMatchObject({status: 200});
  expect(app.seen).toEqual(['GET /fence']);
});

test.each(['http://evil.example/x', 'http://[', 'http://a:99999999/x', '*', 'app.localhost/'])(
  'an upgrade to %s is refused and reaches nobody',
  async target => {
    const upgrades: unknown[] = [];
    await using app = await TargetServer.start({
      answer: request => request.respond(),
      upgrade: (message, socket) => {
        upgrades.push(message.url);
        socket.destroy();
      },
    });
    await using proxy = await TestProxy.create({services: [service('app', app)]});

    const client = await proxy.raw();
    client.write(
      `GET ${target} HTTP/1.1\r\nHost: app.localhost\r\nConnection: Upgrade\r\n`,
      'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    expect(await client.answer()).toMatchObject({status: 400});
    await client.closed;
    expect(await proxy.call({path: '/fence'})).toMatchObject({status: 200});
    expect(app.seen).toEqual(['GET /fence']);
    expect(upgrades).toEqual([]);
  },
);

test.each(['PROPFIND', 'PATCH', 'PUT', 'DELETE', 'OPTIONS', 'M-SEARCH', 'REPORT'])(
  'the method %s passes',
  async method => {
    await using app = await TargetServer.start({answer: request => request.respond()});
    await using proxy = await TestProxy.create({services: [service('app', app)]});

    const client = await proxy.raw();
    client.write(`${method} /x HTTP/1.1\r\nHost: app.localhost\r\n\r\n`);
    expect(await client.answer(method)).toMatchObject({status: 200});
    expect(app.seen).toEqual([`${method} /x`]);
  },
);

/** Every character that a request target may carry, and more; not the # of a fragment. */
function randomPath(random: () => number): string {
  const length = 1 + Math.floor(random() * 60);
  const characters = Array.from({length}, () => {
    const character = String.fromCharCode(0x21 + Math.floor(random() * 0x5e));
    return character === '#' ? '/' : character;
  });
  return `/${characters.join('')}`;
}
