import {expect, test} from 'vitest';
import {valuesOf} from '../../rig/raw-answer.ts';
import {RawTarget} from '../../rig/raw-target.ts';
import {TargetServer} from '../../rig/target-server.ts';
import {service, TestProxy} from '../../rig/test-proxy.ts';

test('Host and Origin reach the target as they were sent', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const host = `App.localhost:${proxy.httpPort}`;
  const answer = proxy.call({host, headers: {origin: 'http://evil.example:81'}});
  const request = await app.next();
  request.respond();
  await answer;
  expect(request.values('host')).toEqual([host]);
  expect(request.values('origin')).toEqual(['http://evil.example:81']);
});

test('the target is told where a request came from', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const host = `app.localhost:${proxy.httpPort}`;
  const answer = proxy.call({host});
  const request = await app.next();
  request.respond();
  await answer;
  expect(request.values('x-forwarded-for')).toEqual(['127.0.0.1']);
  expect(request.values('x-forwarded-host')).toEqual([host]);
  expect(request.values('x-forwarded-proto')).toEqual(['http']);
  expect(request.values('x-forwarded-port')).toEqual([String(proxy.httpPort)]);
});

test('the address of the client is appended to X-Forwarded-For', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const answer = proxy.call({headers: {'x-forwarded-for': ['203.0.113.7', '10.0.0.1']}});
  const request = await app.next();
  request.respond();
  await answer;
  expect(request.headers['x-forwarded-for']).toBe('203.0.113.7, 10.0.0.1, 127.0.0.1');
});

test('what concerns one connection only does not reach the target', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write(
    'GET / HTTP/1.1\r\nHost: app.localhost\r\nConnection: keep-alive, X-Named, x-OTHER\r\n',
    'X-Named: 1\r\nX-Other: 2\r\nKeep-Alive: timeout=77\r\nProxy-Connection: keep-alive\r\n',
    'Proxy-Authorization: Basic eDp5\r\nProxy-Authenticate: Basic\r\nTE: gzip;q=0.5\r\n',
    'X-Kept: 3\r\n\r\n',
  );
  const seen = (await (await raw.next()).until('\r\n\r\n')).toLowerCase();
  expect(seen).toContain('x-kept: 3');
  expect(seen).not.toMatch(/x-named|x-other|timeout=77|proxy-connection|proxy-auth|gzip/);
});

test('what concerns the connection to the target only does not reach the client', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(
    'HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Named\r\nX-Named: 1\r\nKeep-Alive: timeout=77\r\n',
    'Proxy-Connection: keep-alive\r\nProxy-Authenticate: Basic\r\nUpgrade: h2c\r\n',
    'X-Kept: 3\r\nContent-Length: 2\r\n\r\nok',
  );
  const answer = await client.answer();
  expect(valuesOf(answer, 'x-kept')).toEqual(['3']);
  for (const name of ['x-named', 'proxy-connection', 'proxy-authenticate', 'upgrade']) {
    expect(valuesOf(answer, name)).toEqual([]);
  }
  expect(valuesOf(answer, 'keep-alive').join()).not.toContain('77');
  expect(valuesOf(answer, 'connection').join().toLowerCase()).not.toContain('x-named');
});

test('the headers of the service stand in place of those of the client', async () => {
  await using app = await TargetServer.start();
  const headers = {Authorization: 'Bearer of-service', 'X-Env': 'dev'};
  await using proxy = await TestProxy.create({services: [service('app', app, {headers})]});

  const answer = proxy.call({headers: {authorization: 'Bearer of-client', 'x-ENV': 'prod'}});
  const request = await app.next();
  request.respond();
  await answer;
  expect(request.values('authorization')).toEqual(['Bearer of-service']);
  expect(request.values('x-env')).toEqual(['dev']);
});

test('repeated headers of a request all reach the target', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write(
    'GET / HTTP/1.1\r\nHost: app.localhost\r\nX-Many: a\r\nX-Many: b\r\n',
    'Cookie: a=1\r\nCookie: b=2\r\nAccept: text/html\r\nAccept: */*\r\n\r\n',
  );
  const request = await app.next();
  request.respond();
  await client.answer();
  expect(request.values('x-many').join(', ')).toBe('a, b');
  expect(request.values('cookie').join('; ')).toBe('a=1; b=2');
  expect(request.values('accept').join(', ')).toBe('text/html, */*');
});

test('repeated headers of an answer stay lines of their own, names and values untouched', async () => {
  await using raw = await RawTarget.start();
  await using proxy = await TestProxy.create({services: [service('app', raw)]});

  const client = await proxy.raw();
  client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
  const connection = await raw.next();
  await connection.until('\r\n\r\n');
  connection.write(
    'HTTP/1.1 401 Not You\r\nSet-Cookie: a=1; Path=/; HttpOnly\r\nset-cookie: b=2; Secure\r\n',
    'WWW-Authenticate: Basic realm="x"\r\nWWW-Authenticate: Bearer\r\nX-CaSe: Value\r\n',
    'Link: <a>\r\nLink: <b>\r\nX-Latin: caf\xe9\r\nX-Empty:\r\nServer: t\r\n',
    'Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 2\r\n\r\nno',
  );
  const answer = await client.answer();
  expect(answer).toMatchObject({status: 401, reason: 'Not You'});
  expect(answer.body.toString()).toBe('no');
  expect(valuesOf(answer, 'set-cookie')).toEqual(['a=1; Path=/; HttpOnly', 'b=2; Secure']);
  expect(valuesOf(answer, 'www-authenticate')).toEqual(['Basic realm="x"', 'Bearer']);
  expect(valuesOf(answer, 'link')).toEqual(['<a>', '<b>']);
  expect(answer.headers).toContainEqual(['X-CaSe', 'Value']);
  expect(valuesOf(answer, 'x-latin')).toEqual(['caf\xe9']);
  expect(valuesOf(answer, 'x-empty')).toEqual(['']);
  expect(valuesOf(answer, 'date')).toEqual(['Thu, 01 Jan 1970 00:00:00 GMT']);
});

test('a header with bytes beyond ASCII reaches the target as it was', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\nX-Latin: caf\xe9 \xc3\xa9\r\n\r\n');
  const request = await app.next();
  request.respond();
  await client.answer();
  expect(request.values('x-latin')).toEqual(['caf\xe9 \xc3\xa9']);
});

test('a request without Accept-Encoding or User-Agent gets none on the way', async () => {
  await using app = await TargetServer.start();
  await using proxy = await TestProxy.create({services: [service('app', app)]});

  const client = await proxy.raw();
  client.write('GET / HTTP/1.1\r\nHost: app.localhost\r\n\r\n');
  const request = await app.next();
  request.respond();
  await client.answer();
  expect(Object.keys(request.headers).sort()).toEqual([
    'connection',
    'host',
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-port',
    'x-forwarded-proto',
    'x-prox-hops',
    'x-request-id',
  ]);
});
