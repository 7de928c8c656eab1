import {expect, test} from 'vitest';
import {RawTarget} from '../../rig/raw-target.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';
import type {RawConnection} from '../../rig/raw-http.ts';
import {TargetServer} from '../../rig/target-server.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const GET = 'GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n';
const POST = 'POST / HTTP/1.1\r\nHost: app.localhost\r\nContent-Length: 2\r\n\r\nhi';

/** Answers the first request of a connection, and gives every later one to `second`. */
function onSecondRequest(second: (connection: RawConnection) => void) {
  return (connection: RawConnection): void => {
    let seen = 0;
    connection.socket.on('data', chunk => {
      seen += 1;
      if (seen > 1) second(connection);
      else connection.write(isHead(chunk) ? OK.replace('ok', '') : OK);
    });
  };
}

test('a target that closes idle connections at once costs none of 200 requests', async () => {
  await using app = await TargetServer.start({
    answer: ({message, response}) => {
      response.once('finish', () => setImmediate(() => message.socket.destroy()));
      response.end('ok');
    },
  });
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  for (let count = 0; count < 200; count++) {
    client.write(GET);
    expect(await client.answer()).toMatchObject({status: 200});
  }
  expect(app.seen).toHaveLength(200);
});

test('connections to a target are used again', async () => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  for (let count = 0; count < 20; count++) expect(await proxy.call()).toMatchObject({status: 200});
  expect(app.sockets.seen).toBe(1);
});

test.each(['GET', 'HEAD', 'OPTIONS'])(
  'a %s that dies on a used connection before an answer is sent once more',
  async method => {
    await using raw = await RawTarget.start({
      handle: onSecondRequest(connection => connection.reset()),
    });
    await using proxy = await TestProxy.create({services: [service('app', raw)]});

    const client = await proxy.raw();
    for (let count = 0; count < 10; count++) {
      client.write(GET.replace('GET', method));
      expect(await client.answer(method)).toMatchObject({status: 200});
    }
    expect(proxy.records.map(({statusCode}) => statusCode)).toEqual(Array(10).fill(200));
  },
);

test('a request that dies on the second connection too is 502', async () => {
  let resets = 0;
  await using raw = await RawTarget.start({
    handle: connection => {
      let seen = 0;
      connection.socket.on('data', () => {
        seen += 1;
        if (seen === 1 && raw.sockets.seen === 1) return connection.write(OK);
        resets += 1;
        return connection.reset();
      });
    },
  });
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  expect(await client.answer()).toMatchObject({status: 200});
  client.write(GET);
  expect(await client.answer()).toMatchObject({status: 502});
  expect(resets).toBe(2);
});

test.each([
  ['a POST with a body', POST],
  [
    'a POST without a body',
    POST.replace('Content-Length: 2\r\n\r\nhi', 'Content-Length: 0\r\n\r\n'),
  ],
  ['a PUT', POST.replace('POST', 'PUT')],
  ['a DELETE', GET.replace('GET', 'DELETE')],
  ['a PATCH', POST.replace('POST', 'PATCH')],
  ['a GET with a body', POST.replace('POST', 'GET')],
])('%s is never sent twice', async (_, bytes) => {
  const seen: string[] = [];
  await using raw = await RawTarget.start({
    handle: connection => {
      connection.socket.on('data', chunk => {
        const text = chunk.toString('latin1');
        if (text.startsWith('GET /warm')) return connection.write(OK);
        seen.push(text);
        return connection.reset();
      });
    },
  });
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  for (let count = 0; count < 5; count++) {
    expect(await proxy.call({path: '/warm'})).toMatchObject({status: 200});
    const client = await proxy.raw();
    client.write(bytes);
    expect(await client.answer()).toMatchObject({status: 502});
  }
  const heads = seen.filter(text => /^[A-Z]+ \//.test(text));
  expect(heads).toHaveLength(5);
});

test('a request is not sent again when a part of an answer has come', async () => {
  let seconds = 0;
  await using raw = await RawTarget.start({
    handle: onSecondRequest(connection => {
      seconds += 1;
      connection.socket.write('HTTP/1.1 200 OK\r\nContent-', () => connection.reset());
    }),
  });
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(GET);
  expect(await client.answer()).toMatchObject({status: 200});
  client.write(GET);
  expect(await client.answer()).toMatchObject({status: 502});
  expect(seconds).toBe(1);
});

function isHead(chunk: Buffer): boolean {
  return chunk.toString('latin1').startsWith('HEAD ');
}
