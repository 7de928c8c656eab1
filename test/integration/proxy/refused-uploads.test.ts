import {expect, test} from 'vitest';
import {freePort} from '../../rig/free-port.ts';
import type {RawConnection} from '../../rig/raw-http.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {soon} from '../../rig/soon.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

const SIZE = 4 * 1024 * 1024;
const HEAD = `POST / HTTP/1.1\r\nHost: app.localhost\r\nContent-Length: ${SIZE}\r\n\r\n`;
const NEXT = 'GET / HTTP/1.1\r\nHost: fine.localhost\r\n\r\n';

/** A connection on which an upload was answered early must go on, or end: it must not stand still. */
async function goesOnOrEnds(client: RawConnection): Promise<void> {
  client.write(Buffer.alloc(SIZE - 4, 'x'), NEXT);
  const next = client.answer().then(
    answer => answer.status,
    () => 'closed',
  );
  expect([200, 'closed']).toContain(await soon('the next answer or the end', next));
}

test('an upload to a target that refuses leaves its connection in order', async () => {
  const port = await freePort();
  await using fine = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({
    services: [service('app', {port}), service('fine', fine)],
  });

  const client = await proxy.raw();
  client.write(HEAD, 'part');
  expect(await client.answer()).toMatchObject({status: 502});
  await goesOnOrEnds(client);
});

test.each(['reset', 'end'] as const)(
  'an upload to a target that breaks off (%s) leaves its connection in order',
  async how => {
    await using raw = await RawTarget.start();
    await using fine = await TargetServer.start({answer: request => request.respond()});
    await using proxy = await TestProxy.create({
      services: [service('app', raw), service('fine', fine)],
    });

    const client = await proxy.raw();
    client.write(HEAD, 'part');
    const target = await raw.next();
    await target.until('part');
    target[how]();
    expect(await client.answer()).toMatchObject({status: 502});
    await goesOnOrEnds(client);
  },
);

test('an upload whose target answers early and closes leaves its connection in order', async () => {
  await using raw = await RawTarget.start();
  await using fine = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({
    services: [service('app', raw), service('fine', fine)],
  });

  const client = await proxy.raw();
  client.write(HEAD, 'part');
  const target = await raw.next();
  await target.until('part');
  target.write('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno').end();
  expect(await client.answer()).toMatchObject({status: 413});
  await goesOnOrEnds(client);
});

test('an upload to a host that nobody has leaves its connection in order', async () => {
  await using fine = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('fine', fine)]});

  const client = await proxy.raw();
  client.write(HEAD, 'part');
  expect(await client.answer()).toMatchObject({status: 404});
  await goesOnOrEnds(client);
});

test('a 413 whose target closes in the middle of the upload reaches the client', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  for (let count = 0; count < 20; count++) {
    const answer = proxy.call({method: 'POST', body: Buffer.alloc(20 * 1024 * 1024)});
    const target = await raw.next();
    await target.until('\r\n\r\n');
    // Between two looks of the proxy at its connections: it finds answer, reset and more of the upload.
    setTimeout(() => {
      target.write('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno').destroy();
    });
    expect(await soon('the answer', answer)).toMatchObject({status: 413, text: 'no'});
    await soon('the end of the connection to the target', raw.sockets.allClosed());
  }
});
