import {expect, test, vi} from 'vitest';
import {curl, curlJson, curlStatus, followWithCurl} from '../rig/curl.ts';
import {ProxyExample} from '../rig/proxy-example.ts';

vi.setConfig({testTimeout: 60_000}); // Vite and prox start and end

test('the example runs: each process under its name, the API below the page too', async () => {
  await using example = await ProxyExample.start();
  const {httpPort} = example;

  expect(await curl(example.http('web.localhost', '/'))).toContain('/@vite/client');
  for (const host of ['api.localhost', 'web.localhost']) {
    expect(await curlJson(example.http(host, '/api/greeting'))).toMatchObject({
      hello: `${host}:${httpPort}`,
      forwarded: {
        for: '127.0.0.1',
        host: `${host}:${httpPort}`,
        proto: 'http',
        port: String(httpPort),
      },
      requestId: expect.stringMatching(/./) as string,
    });
  }
  expect(await curlStatus(example.http('api.localhost', '/'))).toBe('404'); // of the API itself
  expect(await example.down()).toMatchObject({code: 0});
});

test.each([
  ['1.1', false],
  ['2', true],
])('https is answered by HTTP/%s to a client that trusts the CA', async (version, http2) => {
  await using example = await ProxyExample.start({proxy: {http2}});
  const trust = ['--cacert', await example.caFile()];
  const url = example.https('web.localhost', '/api/greeting');

  expect(await curlJson(...trust, url)).toMatchObject({
    hello: `web.localhost:${example.httpsPort}`,
    forwarded: {proto: 'https', port: String(example.httpsPort)},
  });
  expect(await curl(...trust, '-o', '/dev/null', '-w', '%{http_version}', url)).toBe(version);
  await expect(curl(url)).rejects.toThrow(/certificate/);
});

test('server-sent events pass as they come', async () => {
  await using example = await ProxyExample.start();
  const events = followWithCurl(example.http('web.localhost', '/api/ticks'));

  await events.line(/^data: \{"tick": 0\}$/);
  await events.line(/^data: \{"tick": 1\}$/);
  events.kill();
  expect(await events.exit).toMatchObject({signal: 'SIGTERM'});
});

test('the request log tells what went through', async () => {
  await using example = await ProxyExample.start();
  await curl(example.http('web.localhost', '/api/greeting?name=you'));
  await curl('-X', 'POST', '-d', '12345', example.http('api.localhost', '/nowhere'));

  const {requests} = (await example.cli.json('requests', '-n', '2')) as {requests: unknown[]};
  expect(requests).toEqual([
    expect.objectContaining({
      method: 'POST',
      url: '/nowhere',
      subdomain: 'api',
      status_code: 404,
      process: 'api',
      protocol: 'http',
      bytes_in: 5,
      in_flight: false,
    }),
    expect.objectContaining({
      method: 'GET',
      url: '/api/greeting?name=you',
      host: `web.localhost:${example.httpPort}`,
      subdomain: 'web',
      status_code: 200,
      process: 'api',
    }),
  ]);
});

test('a name that nobody has is answered with the names that there are', async () => {
  await using example = await ProxyExample.start();
  const unknown = example.http('nobody.localhost', '/');

  expect(await curlStatus(unknown)).toBe('404');
  expect(await curl('-H', 'Accept: text/html', unknown)).toContain('web.localhost');
  expect(await curl(example.http('localhost', '/'))).toContain('api.localhost');
});

test('a route of one command is there until it is removed', async () => {
  await using example = await ProxyExample.start();
  const {cli} = example;
  const {processes} = (await cli.json('status')) as {processes: {name: string; port: number}[]};
  const port = String(processes.find(({name}) => name === 'api')?.port);

  expect(await cli.run('route', 'add', 'other', port)).toMatchObject({code: 0});
  expect(await curlStatus(example.http('other.localhost', '/api/health'))).toBe('200');
  expect(await cli.run('route', 'rm', 'other')).toMatchObject({code: 0});
  expect(await curlStatus(example.http('other.localhost', '/api/health'))).toBe('404');
});

test('under another domain Vite answers once its environment names the domain', async () => {
  const proxy = {domain: 'app.test'};
  const env = {__VITE_ADDITIONAL_SERVER_ALLOWED_HOSTS: '.app.test'};
  await using refused = await ProxyExample.start({proxy});
  await using allowed = await ProxyExample.start({proxy, env});

  expect(await curlStatus(refused.http('web.app.test', '/'))).toBe('403');
  expect(await curlStatus(allowed.http('web.app.test', '/'))).toBe('200');
  expect(await curlStatus(allowed.http('api.app.test', '/api/health'))).toBe('200');
});
