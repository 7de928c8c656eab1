import {expect, test} from 'vitest';
import {FakeClock} from '../../rig/fake-clock.ts';
import {freePort} from '../../rig/free-port.ts';
import {handshake, SWITCHING} from '../../rig/handshake.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import type {RawConnection} from '../../rig/raw-http.ts';
import {soon} from '../../rig/soon.ts';

const SIDES = ['client', 'target'] as const;
const ENDS = ['reset', 'destroy'] as const;
/** With or without bytes that came too early. */
const LEAVES = (['reset', 'destroy', 'end'] as const).flatMap(how =>
  ['', 'too early'].map(early => ({how, early})),
);
const WAYS = SIDES.flatMap(side => ENDS.map(how => ({side, how})));

interface Tunnel extends Record<(typeof SIDES)[number], RawConnection> {}

/** A WebSocket through the proxy, of which both ends are bytes. */
async function open(proxy: TestProxy, raw: RawTarget): Promise<Tunnel> {
  const client = await proxy.raw({allowHalfOpen: true});
  client.write(handshake());
  const target = await raw.next();
  await target.until('\r\n\r\n');
  target.write(SWITCHING);
  expect(await client.answer()).toMatchObject({status: 101});
  client.write('ping');
  await target.until('ping');
  return {client, target};
}

test('a handshake that the target refuses to take is 502', async () => {
  const port = await freePort();
  await using proxy = await TestProxy.create({services: [service('app', {port})]});

  const client = await proxy.raw();
  client.write(handshake());
  expect(await soon('the 502', client.answer())).toMatchObject({status: 502});
  await client.closed;
  expect(await proxy.finished()).toMatchObject({statusCode: 502, inFlight: false});
});

test.each(LEAVES)(
  'a client that leaves ($how, $early) during the handshake lets go of the target',
  async leave => {
    await using raw = await RawTarget.start();
    await using proxy = await TestProxy.create({services: [service('app', raw)]});

    const client = await proxy.raw({allowHalfOpen: true});
    client.write(handshake() + leave.early);
    await (await raw.next()).until('\r\n\r\n');
    client[leave.how]();
    await soon('the end of the connection to the target', raw.sockets.allClosed());
    expect(await proxy.finished()).toMatchObject({statusCode: 499, protocol: 'ws'});
  },
);

test.each(LEAVES)(
  'a client that leaves ($how, $early) while it is refused lets go of the target',
  async leave => {
    await using raw = await RawTarget.start();
    await using proxy = await TestProxy.create({services: [service('app', raw)]});

    const client = await proxy.raw({allowHalfOpen: true});
    client.write(handshake() + leave.early);
    const target = await raw.next();
    await target.until('\r\n\r\n');
    target.write('HTTP/1.1 404 Not Found\r\nContent-Length: 100\r\n\r\npart');
    await client.until('part');
    client[leave.how]();
    await soon('the end of the connection to the target', raw.sockets.allClosed());
    expect(await proxy.finished()).toMatchObject({statusCode: 404, inFlight: false});
  },
);

test.each(ENDS)('a target that leaves (%s) during the handshake is 502', async how => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(handshake());
  const target = await raw.next();
  await target.until('\r\n\r\n');
  target[how]();
  expect(await soon('the 502', client.answer())).toMatchObject({status: 502});
  await client.closed;
});

test.each([
  ['garbage', 'what is this?\r\n\r\n'],
  ['the status 099', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
  ['headers beyond 16 KB', `HTTP/1.1 101 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
])('%s in answer to a handshake is 502', async (_, bytes) => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(handshake());
  const target = await raw.next();
  await target.until('\r\n\r\n');
  target.write(bytes);
  expect(await soon('the 502', client.answer())).toMatchObject({status: 502});
  await soon('the end of both', Promise.all([client.closed, raw.sockets.allClosed()]));
});

test.each(WAYS)('a $side that leaves ($how) an open tunnel ends both', async ({side, how}) => {
  await using raw = await RawTarget.start({allowHalfOpen: true});
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const tunnel = await open(proxy, raw);
  tunnel[side][how]();
  const other = side === 'client' ? tunnel.target : tunnel.client;
  await soon('the end of the other side', other.ended);
  other.destroy();
  expect(await soon('its record', proxy.finished())).toMatchObject({
    protocol: 'ws',
    inFlight: false,
    statusCode: 101,
  });
});

test.each(WAYS)('a $side that leaves ($how) while data flows does no harm', async ({side, how}) => {
  await using raw = await RawTarget.start({allowHalfOpen: true});
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const tunnel = await open(proxy, raw);
  const other = side === 'client' ? tunnel.target : tunnel.client;
  const pump = setInterval(() => other.socket.writable && other.write('x'.repeat(10_000)), 1);
  try {
    await tunnel[side].until('xxx');
    tunnel[side][how]();
    await soon('the end of the other side', other.closed);
  } finally {
    clearInterval(pump);
  }
  expect(await soon('its record', proxy.finished())).toMatchObject({statusCode: 101});
});

test.each(SIDES)('when the %s has ended, the other is given 2 s to end too', async side => {
  const clock = new FakeClock();
  await using raw = await RawTarget.start({allowHalfOpen: true});
  await using proxy = await TestProxy.create({services: [service('app', raw)], clock});

  const {client, target} = await open(proxy, raw);
  if (side === 'client') {
    client.end();
    target.write('last words');
    await client.until('last words');
  } else {
    target.end();
  }
  await soon('the time to linger', clock.timerArmed(2000));
  clock.advance(1999);
  expect(proxy.records).toMatchObject([{inFlight: true}]);
  clock.advance(1);
  await soon('the end of both sides', Promise.all([client.ended, target.ended]));
  client.destroy();
  target.destroy();
  expect(await soon('its record', proxy.finished())).toMatchObject({inFlight: false});
});

test('a target that takes no upgrade answers over HTTP', async () => {
  await using app = await TargetServer.start({
    answer: request => request.respond({status: 426, body: 'http only'}),
  });
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(handshake());
  const answer = await client.answer();
  expect(answer.status).toBe(426);
  expect(answer.body.toString()).toBe('http only');
});

test('closing the proxy ends open tunnels', async () => {
  await using raw = await RawTarget.start({allowHalfOpen: true});
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const {client, target} = await open(proxy, raw);
  await soon('the end of the proxy', proxy.proxy.close());
  await soon('the end of both', Promise.all([client.ended, target.ended]));
  expect(proxy.proxy.connections).toBe(0);
  client.destroy();
  target.destroy();
});
