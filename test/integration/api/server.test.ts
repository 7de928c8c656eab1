import {once} from 'node:events';
import {createServer as createTcpServer, type AddressInfo} from 'node:net';
import {expect, test} from 'vitest';
import {ProxError} from '../../../src/core/errors.ts';
import {ApiRig} from '../../rig/api-rig.ts';

test('status answers in snake_case with null for what is not there', async () => {
  await using api = await ApiRig.start();
  const {status, headers, text} = await api.call({path: '/api/v1/status'});
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse(text)).toEqual({
    status: 'running',
    uptime_seconds: 7200,
    config_file: '/abs/prox.yaml',
    api_version: 'v1',
    version: '0.1.0',
    pid: 1234,
    project_dir: '/abs',
    config_changed: false,
    proxy: {enabled: true, http_port: 6788, https_port: null, domain: 'localhost'},
    warnings: [{code: 'X', message: 'odd', hint: null}],
  });
});

test('logs pass their filters on and answer a page', async () => {
  await using api = await ApiRig.start();
  const {text} = await api.call({path: '/api/v1/logs?process=web,api&lines=99999&regex=false'});
  expect(api.prox.calls).toEqual([
    {operation: 'logs', input: {process: ['web', 'api'], lines: 10_000, regex: false}},
  ]);
  expect(JSON.parse(text)).toMatchObject({
    logs: [
      {seq: 1, timestamp: '2026-01-01T10:32:01.250Z'},
      {seq: 2, truncated: true},
    ],
    filtered_count: 2,
    total_count: 9,
    next_seq: 2,
    dropped: 0,
  });
});

test('a change answers success when it has happened', async () => {
  await using api = await ApiRig.start();
  const answer = await api.call({method: 'POST', path: '/api/v1/processes/web/restart'});
  expect(answer).toMatchObject({status: 200, text: '{"success":true}'});
  expect(api.prox.calls).toEqual([{operation: 'restart', input: {name: 'web'}}]);
});

test('a malformed parameter is named and nothing is asked', async () => {
  await using api = await ApiRig.start();
  const {status, text} = await api.call({path: '/api/v1/logs?lines=many'});
  expect(status).toBe(400);
  expect(JSON.parse(text)).toEqual({
    error: 'Invalid parameter: lines must be a whole number, 0 or more',
    code: 'INVALID_PARAMETER',
    details: {parameter: 'lines'},
  });
  expect(api.prox.calls).toEqual([]);
});

test.each(['/api/v1/logs', '/api/v1/logs/stream'])(
  'the parameter is named when the pattern is refused where it is used: %s',
  async path => {
    await using api = await ApiRig.start();
    api.prox.failure = new ProxError('INVALID_PATTERN', {detail: 'missing )', hint: 'RE2.'});
    const {status, text} = await api.call({path: `${path}?pattern=(&regex=true`});
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      error: 'Invalid pattern: missing )',
      code: 'INVALID_PATTERN',
      details: {parameter: 'pattern', hint: 'RE2.'},
    });
  },
);

test('an error thrown on purpose is answered with its status and code', async () => {
  await using api = await ApiRig.start();
  api.prox.failure = new ProxError('PROCESS_NOT_FOUND', {detail: 'wbe', hint: 'Did you mean web?'});
  const {status, text} = await api.call({method: 'POST', path: '/api/v1/processes/wbe/stop'});
  expect(status).toBe(404);
  expect(JSON.parse(text)).toEqual({
    error: 'No such process: wbe',
    code: 'PROCESS_NOT_FOUND',
    details: {hint: 'Did you mean web?'},
  });
  expect(api.bugs).toEqual([]);
});

test('an unexpected error is reported, and its text goes to nobody else', async () => {
  await using api = await ApiRig.start();
  const bug = new TypeError('secret innards');
  api.prox.failure = bug;
  const {status, text} = await api.call({path: '/api/v1/status'});
  expect(status).toBe(500);
  expect(JSON.parse(text)).toEqual({error: 'Internal error', code: 'INTERNAL_ERROR'});
  expect(api.bugs).toEqual([bug]);
});

test.each([
  ['GET', '/'],
  ['GET', '/nope'],
  ['GET', '/status'],
  ['GET', '/api/v1'],
  ['GET', '/api/v1/'],
  ['GET', '/api/v1/nope'],
  ['GET', '/api/v1/status/'],
  ['GET', '/api/v1/processes/'],
  ['GET', '/api/v1/processes/..%2f..%2fetc/x'],
  ['GET', '/api/v1/%zz'],
  ['GET', '/api/v1/processes/%ff'],
  ['OPTIONS', '*'],
  ['PROPFIND', '/nope'],
])('a path that is not served is 404 in JSON: %s %s', async (method, path) => {
  await using api = await ApiRig.start();
  const {status, headers, text} = await api.call({method, path});
  expect(status).toBe(404);
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
  });
  expect(JSON.parse(text)).toMatchObject({
    error: expect.stringContaining(`Nothing is served at this path: ${path}`),
    code: 'NOT_FOUND',
  });
});

test('an encoded path in the place of a name is a name that does not exist', async () => {
  await using api = await ApiRig.start();
  await api.call({path: '/api/v1/processes/..%2f..%00etc'});
  expect(api.prox.calls).toEqual([{operation: 'process', input: {name: '../..\0etc'}}]);
});

test('a name of any length is a name that does not exist', async () => {
  await using api = await ApiRig.start();
  const name = 'x'.repeat(10_000);
  await api.call({path: `/api/v1/processes/${name}`});
  expect(api.prox.calls).toEqual([{operation: 'process', input: {name}}]);
});

test.each(['DELETE', 'PUT', 'PATCH', 'POST', 'TRACE', 'PROPFIND'])(
  '%s on a path that is read is 405 with Allow',
  async method => {
    await using api = await ApiRig.start();
    const headers = {'content-type': 'text/plain', 'content-length': '2'};
    const answer = await api.call({method, path: '/api/v1/status', headers, body: 'hi'});
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS');
    expect(JSON.parse(answer.text)).toMatchObject({code: 'METHOD_NOT_ALLOWED'});
  },
);

test.each([
  ['POST', '/api/v1/processes/web', 'GET, HEAD, OPTIONS'],
  ['POST', '/api/v1/processes/stream', 'GET, HEAD, OPTIONS'],
  ['GET', '/api/v1/processes/web/start?x=1', 'POST, OPTIONS'],
  ['HEAD', '/api/v1/shutdown', 'POST, OPTIONS'],
  ['POST', '/health', 'GET, HEAD, OPTIONS'],
])('%s %s is told what is allowed', async (method, path, allow) => {
  await using api = await ApiRig.start();
  const {status, headers} = await api.call({method, path});
  expect(status).toBe(405);
  expect(headers.allow).toBe(allow);
  expect(api.prox.calls).toEqual([]);
});

test('OPTIONS on a path that is served tells what is allowed', async () => {
  await using api = await ApiRig.start();
  const answer = await api.call({method: 'OPTIONS', path: '/api/v1/logs?lines=1'});
  expect(answer).toMatchObject({status: 204, text: ''});
  expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS');
});

test('GET never changes anything', async () => {
  await using api = await ApiRig.start();
  const {status} = await api.call({path: '/api/v1/shutdown'});
  expect(status).toBe(405);
  expect(api.prox.calls).toEqual([]);
});

test.each(['/api/v1/status', '/api/v1/processes/stream', '/api/v1/logs/stream', '/health'])(
  'HEAD %s has the headers and no body',
  async path => {
    await using api = await ApiRig.start();
    const get = await api.open({path});
    const head = await api.call({method: 'HEAD', path});
    expect(head).toMatchObject({status: 200, text: ''});
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
  },
);

test('every answer forbids caching, sniffing and embedding', async () => {
  await using api = await ApiRig.start();
  for (const path of ['/health', '/api/v1/status', '/nope', '/api/v1/%zz']) {
    const {headers} = await api.call({path});
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
  }
});

test.each([
  ['a sane one is echoed', 'req-1.2:3', 'req-1.2:3'],
  ['one with spaces is replaced', 'a b', expect.stringMatching(/^[\da-f-]{36}$/)],
  ['a long one is replaced', 'x'.repeat(129), expect.stringMatching(/^[\da-f-]{36}$/)],
])('request ids: %s', async (_, id, expected) => {
  await using api = await ApiRig.start();
  const {headers} = await api.call({path: '/health', headers: {'x-request-id': id}});
  expect(headers['x-request-id']).toEqual(expected);
});

test('a port that is taken is named', async () => {
  const holder = createTcpServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const {port} = holder.address() as AddressInfo;
  await using api = await ApiRig.start();
  const second = new ApiRig({});
  await expect(second.server.listen({host: '127.0.0.1', port})).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    message: `Port already in use: 127.0.0.1:${port}`,
  });
  // The same server may try another port.
  second.port = (await second.server.listen({host: 'localhost', port: 0})).port;
  expect(await second.call({path: '/health'})).toMatchObject({status: 200});
  await second[Symbol.asyncDispose]();
  holder.close();
  expect(api.port).not.toBe(second.port);
});

test('an address that is not ours cannot be listened on', async () => {
  const api = new ApiRig({});
  await expect(api.server.listen({host: '192.0.2.1', port: 0})).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('cannot listen on 192.0.2.1:0: this machine has no such'),
    hint: expect.stringContaining('api.host'),
  });
});
