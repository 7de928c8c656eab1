import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {freePort} from '../../rig/free-port.ts';
import {handshake} from '../../rig/handshake.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {soon} from '../../rig/soon.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

test('a refusal by the target ends both connections, though neither side closes its own', async () => {
  await using raw = await RawTarget.start({allowHalfOpen: true});
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw({allowHalfOpen: true});
  client.write(handshake());
  const target = await raw.next();
  await target.until('\r\n\r\n');
  target.write('HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone');
  expect(await client.answer()).toMatchObject({status: 404, body: Buffer.from('gone')});
  expect(await soon('its record', proxy.finished())).toMatchObject({
    protocol: 'ws',
    statusCode: 404,
    inFlight: false,
    error: undefined,
  });
  await soon('the end of both connections', noConnection(proxy));
  await soon('the news of it', Promise.all([client.ended, target.ended]));
  target.destroy();
});

test.each([
  ['a target that takes no connections', 'app.localhost', 502],
  ['a host that nobody has', 'nope.localhost', 404],
])(
  'a handshake for %s ends its connection, though the client does not',
  async (_, host, status) => {
    const port = await freePort();
    await using proxy = await TestProxy.create({services: [service('app', {port})]});

    const client = await proxy.raw({allowHalfOpen: true});
    client.write(handshake().replace('app.localhost', host));
    expect(await client.answer()).toMatchObject({status});
    expect(await soon('its record', proxy.finished())).toMatchObject({
      statusCode: status,
      inFlight: false,
    });
    await soon('the end of the connection', noConnection(proxy));
    await soon('the news of it', client.ended);
  },
);

async function noConnection({proxy}: TestProxy): Promise<void> {
  while (proxy.connections > 0) await setImmediate();
}
