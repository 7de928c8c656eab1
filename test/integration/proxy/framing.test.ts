import {expect, test} from 'vitest';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: app.localhost\r\n\r\n';
const CHUNKED_SMUGGLED = `0\r\n\r\n${SMUGGLED}`;
const HOST = 'Host: app.localhost\r\n';
const FENCE = `GET /fence HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`;

const post = (headers: string, body = ''): string =>
  `POST /x HTTP/1.1\r\n${HOST}${headers}\r\n${body}`;

test.each([
  [
    'length and chunked',
    post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', CHUNKED_SMUGGLED),
  ],
  [
    'chunked and length',
    post('Transfer-Encoding: chunked\r\nContent-Length: 4\r\n', CHUNKED_SMUGGLED),
  ],
  ['the same length twice', post('Content-Length: 5\r\nContent-Length: 5\r\n', 'hello')],
  ['two lengths', post('Content-Length: 5\r\nContent-Length: 0\r\n', 'hello')],
  ['a list of lengths', post('Content-Length: 5, 5\r\n', 'hello')],
  ['a length with a sign', post('Content-Length: +5\r\n', 'hello')],
  ['a negative length', post('Content-Length: -1\r\n', 'hello')],
  ['a hexadecimal length', post('Content-Length: 0x5\r\n', 'hello')],
  ['a length with a blank inside', post('Content-Length: 5 5\r\n', 'hello')],
  ['an empty length', post('Content-Length:\r\n', 'hello')],
  ['a length beyond 64 bits', post('Content-Length: 18446744073709551621\r\n', 'hello')],
  ['an unknown coding', post('Transfer-Encoding: xchunked\r\n', CHUNKED_SMUGGLED)],
  ['identity', post('Transfer-Encoding: identity\r\n', CHUNKED_SMUGGLED)],
  ['chunked not last', post('Transfer-Encoding: chunked, identity\r\n', CHUNKED_SMUGGLED)],
  ['identity and length', post('Transfer-Encoding: identity\r\nContent-Length: 5\r\n', 'hello')],
  [
    'a vertical tab before the coding',
    post('Transfer-Encoding: \x0bchunked\r\n', CHUNKED_SMUGGLED),
  ],
  ['a quoted coding', post('Transfer-Encoding: "chunked"\r\n', CHUNKED_SMUGGLED)],
  ['a blank before the colon', post('Transfer-Encoding : chunked\r\n', CHUNKED_SMUGGLED)],
  ['a folded header', post('X: 1\r\n Transfer-Encoding: chunked\r\n', '')],
  ['a folded coding', post('Transfer-Encoding:\r\n chunked\r\n', CHUNKED_SMUGGLED)],
  ['a blank before the first header', `POST /x HTTP/1.1\r\n X: 1\r\n${HOST}\r\n`],
  [
    'a bare line feed after a header',
    post('X: 1\nTransfer-Encoding: chunked\r\n', CHUNKED_SMUGGLED),
  ],
  ['bare line feeds throughout', 'GET /x HTTP/1.1\nHost: app.localhost\n\n'],
  ['a bare carriage return', post('X: 1\rTransfer-Encoding: chunked\r\n', CHUNKED_SMUGGLED)],
  ['a NUL in a value', post('X: a\0b\r\n')],
  ['a control byte in a name', post('X\x01: a\r\n')],
  ['a header without a colon', post('nonsense\r\n')],
  ['a header without a name', post(': x\r\n')],
  [
    'chunked in HTTP/1.0',
    `POST /x HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${CHUNKED_SMUGGLED}`,
  ],
  [
    'a hexadecimal prefix in a chunk size',
    post('Transfer-Encoding: chunked\r\n', '0x5\r\nhello\r\n0\r\n\r\n'),
  ],
  ['a signed chunk size', post('Transfer-Encoding: chunked\r\n', '+5\r\nhello\r\n0\r\n\r\n')],
  ['a negative chunk size', post('Transfer-Encoding: chunked\r\n', '-1\r\nhello\r\n0\r\n\r\n')],
  [
    'a chunk size beyond 64 bits',
    post('Transfer-Encoding: chunked\r\n', 'FFFFFFFFFFFFFFFF1\r\nhello\r\n'),
  ],
  [
    'a chunk longer than its size',
    post('Transfer-Encoding: chunked\r\n', '2\r\nhello\r\n0\r\n\r\n'),
  ],
  [
    'a chunk size ended by a line feed',
    post('Transfer-Encoding: chunked\r\n', '5\nhello\r\n0\r\n\r\n'),
  ],
  [
    'an extension with a line feed',
    post('Transfer-Encoding: chunked\r\n', '5;a\nhello\r\n0\r\n\r\n'),
  ],
  ['a version of another protocol', `GET /x HTTP/9.1\r\n${HOST}\r\n`],
  ['a version in lower case', `GET /x http/1.1\r\n${HOST}\r\n`],
  ['HTTP/0.9', 'GET /x\r\n'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['the hello of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
])('%s is refused, with what follows it', async (_, bytes) => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(bytes, FENCE);
  const answers = await client.answers();
  expect(answers.map(({status}) => status)).toEqual([400]);
  await client.closed;
  expect(await proxy.call({path: '/later'})).toMatchObject({status: 200});
  // A body may be found wrong after its head was passed on; what follows it never is.
  expect(app.seen.filter(line => line !== 'POST /x')).toEqual(['GET /later']);
});

test.each([
  ['a list of codings', post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n')],
  [
    'chunked twice',
    post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
  ],
  ['chunked twice in a list', post('Transfer-Encoding: chunked, chunked\r\n', '0\r\n\r\n')],
  ['chunked in capitals', post('Transfer-Encoding: CHUNKED\r\n', '0\r\n\r\n')],
  ['a tab before the coding', post('Transfer-Encoding:\tchunked\r\n', '0\r\n\r\n')],
  ['a blank after the length', post('Content-Length: 5 \r\n', 'hello')],
  ['zeros before the length', post('Content-Length: 005\r\n', 'hello')],
  [
    'an extension of a chunk',
    post('Transfer-Encoding: chunked\r\n', '5;a=b\r\nhello\r\n0\r\n\r\n'),
  ],
  [
    'a length in a trailer',
    post('Transfer-Encoding: chunked\r\n', '0\r\nContent-Length: 9\r\n\r\n'),
  ],
  [
    'a coding in a trailer',
    post('Transfer-Encoding: chunked\r\n', '0\r\nTransfer-Encoding: x\r\n\r\n'),
  ],
  [
    'Connection that names the length',
    post('Connection: Content-Length\r\nContent-Length: 47\r\n', SMUGGLED),
  ],
  [
    'Connection that names the coding',
    post(
      'Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked\r\n',
      `2f\r\n${SMUGGLED}\r\n0\r\n\r\n`,
    ),
  ],
  ['Connection that names Host', post('Connection: Host\r\nContent-Length: 5\r\n', 'hello')],
  ['a GET with a length', `GET /x HTTP/1.1\r\n${HOST}Content-Length: 47\r\n\r\n${SMUGGLED}`],
  ['a HEAD with a length', `HEAD /x HTTP/1.1\r\n${HOST}Content-Length: 47\r\n\r\n${SMUGGLED}`],
  ['empty lines before a request', `\r\n\r\nGET /x HTTP/1.1\r\n${HOST}\r\n`],
  ['two in a row', `GET /x HTTP/1.1\r\n${HOST}\r\nGET /x HTTP/1.1\r\n${HOST}\r\n`],
  ['a POST without a body', post('')],
])('%s: the target sees as many requests as were answered', async (name, bytes) => {
  await using app = await TargetServer.start({answer: request => request.respond()});
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(bytes, FENCE);
  const answers = await client.answers(name.includes('HEAD') ? 'HEAD' : 'GET');
  await client.closed;
  const statuses = answers.map(({status}) => status);
  const accepted = statuses.filter(status => status !== 400);
  expect(new Set(accepted)).toEqual(new Set(accepted.length > 0 ? [200] : []));
  expect(app.seen).toHaveLength(accepted.length);
  expect(app.seen.filter(line => line.includes('smuggled'))).toEqual([]);
  expect(statuses.length).toBeGreaterThan(0);
});

test.each(['DELETE', 'OPTIONS', 'GET', 'POST', 'PATCH'])(
  'a chunked %s is one request with its body',
  async method => {
    await using app = await TargetServer.start();
    await using proxy = await TestProxy.create({services: [service('app', app)]});

    const client = await proxy.raw();
    const size = SMUGGLED.length.toString(16);
    client.write(
      `${method} /x HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n`,
      `${size}\r\n${SMUGGLED}\r\n0\r\n\r\n`,
    );
    const request = await app.next();
    expect((await request.body()).toString()).toBe(SMUGGLED);
    request.respond();
    expect(await client.answer()).toMatchObject({status: 200});

    client.write(FENCE);
    (await app.next()).respond();
    expect(await client.answer()).toMatchObject({status: 200});
    expect(app.seen).toEqual([`${method} /x`, 'GET /fence']);
  },
);

test.each(['DELETE', 'OPTIONS', 'GET', 'POST'])(
  'a %s with a length is one request with its body',
  async method => {
    await using app = await TargetServer.start();
    await using proxy = await TestProxy.create({services: [service('app', app)]});

    const answer = proxy.call({method, headers: {'content-length': 47}, body: SMUGGLED});
    const request = await app.next();
    expect((await request.body()).toString()).toBe(SMUGGLED);
    request.respond();
    expect(await answer).toMatchObject({status: 200});
    expect(app.seen).toHaveLength(1);
  },
);

test('requests in a row on one connection are answered in their order', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  const paths = ['/1', '/2', '/3'];
  client.write(...paths.map(path => `GET ${path} HTTP/1.1\r\n${HOST}\r\n`));
  const requests = [await app.next(), await app.next(), await app.next()];
  for (const request of requests.toReversed()) request.respond({body: request.line});
  for (const path of paths) {
    expect((await client.answer()).body.toString()).toBe(`GET ${path}`);
  }
});
