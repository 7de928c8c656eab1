import {expect, test} from 'vitest';
import {createClient} from '../../../src/api/client.ts';
import {httpTransport} from '../../../src/api/http-transport.ts';
import {OPERATIONS, ROUTES} from '../../../src/api/routes.ts';
import {ProxError} from '../../../src/core/errors.ts';
import type {Prox} from '../../../src/core/prox.ts';
import type {RequestBatch} from '../../../src/core/request-record.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {EventReader} from '../../rig/event-reader.ts';
import {SAMPLE} from '../../rig/fake-prox.ts';
import {Feed} from '../../rig/feed.ts';
import {requestRecord} from '../../rig/proxy-sample.ts';

const proxy = '/api/v1/proxy';
const json = {'content-type': 'application/json'};

test.each(OPERATIONS.filter(operation => ROUTES[operation].path.startsWith('/proxy/')))(
  '%s says that the proxy is not enabled',
  async operation => {
    await using api = await ApiRig.start();
    api.prox.failure = new ProxError('PROXY_NOT_ENABLED');
    const {method, path, kind} = ROUTES[operation];
    const body = kind === 'creation' ? {headers: json, body: '{"subdomain":"web","port":1}'} : {};
    const answer = await api.call({
      method,
      path: `/api/v1${path.replace(/\{\w+\}/, 'a1')}`,
      ...body,
    });
    expect(answer.status).toBe(503);
    expect(JSON.parse(answer.text)).toMatchObject({code: 'PROXY_NOT_ENABLED'});
    expect(api.prox.calls.map(call => call.operation)).toEqual([operation]);
  },
);

test('requests answer in snake_case, newest first, with null for what is not there', async () => {
  await using api = await ApiRig.start();
  const {text} = await api.call({path: `${proxy}/requests?method=POST&limit=5000`});
  expect(api.prox.calls).toEqual([{operation: 'requests', input: {method: ['POST'], limit: 1000}}]);
  expect(JSON.parse(text)).toMatchObject({
    requests: [
      {id: '00000a2', status_code: null, process: null, in_flight: true},
      {id: '00000a1', status_code: 502, duration_ms: 12.5, bytes_in: 17, error: expect.any(String)},
    ],
    filtered_count: 2,
    total_count: 7,
  });
});

test('the names of headers reach the reader as they were captured', async () => {
  await using api = await ApiRig.start();
  const {text} = await api.call({path: `${proxy}/requests/00000a1?include=body`});
  expect(api.prox.calls).toEqual([
    {operation: 'request', input: {id: '00000a1', include: ['body']}},
  ]);
  expect(JSON.parse(text)).toMatchObject({
    id: '00000a1',
    details: {
      request_headers: {'x-trace-id': '1', snake_case: 'kept', authorization: '[REDACTED]'},
      response_headers: {'set-cookie': ['[REDACTED]', 'b']},
      request_body: {captured_size: 17, is_binary: false, data: 'hello'},
      response_body: {truncated: true, content_type: null, data: null},
    },
  });
});

test.each([
  [`${proxy}/requests`, 'clearRequests', undefined],
  [`${proxy}/routes/docs`, 'removeRoute', {subdomain: 'docs'}],
  [`${proxy}/routes/*`, 'removeRoute', {subdomain: '*'}],
])('DELETE %s answers 204 without a body', async (path, operation, input) => {
  await using api = await ApiRig.start();
  const {status, text, headers} = await api.call({method: 'DELETE', path});
  expect({status, text}).toEqual({status: 204, text: ''});
  expect(headers['content-type']).toBeUndefined();
  expect(api.prox.calls).toEqual([{operation, input}]);
});

test('a new route answers 201 with the route and its place', async () => {
  await using api = await ApiRig.start();
  const {status, headers, text} = await api.call({
    method: 'POST',
    path: `${proxy}/routes`,
    headers: json,
    body: '{"subdomain":"docs","port":4000,"ttl_seconds":600}',
  });
  expect(status).toBe(201);
  expect(headers.location).toBe(`${proxy}/routes/docs`);
  expect(JSON.parse(text)).toMatchObject({subdomain: 'docs', source: 'runtime', path_prefix: null});
  const input = {subdomain: 'docs', port: 4000, ttlSeconds: 600};
  expect(api.prox.calls).toEqual([{operation: 'addRoute', input}]);
});

test.each([
  ['no body', undefined, json, 400, 'INVALID_BODY'],
  ['what is no JSON', '{', json, 400, 'INVALID_BODY'],
  ['a list', '[]', json, 400, 'INVALID_BODY'],
  ['null', 'null', json, 400, 'INVALID_BODY'],
  ['no name', '{"port":1}', json, 400, 'INVALID_ROUTE'],
  ['a port in text', '{"subdomain":"a","port":"1"}', json, 400, 'INVALID_ROUTE'],
  [
    'text',
    '{"subdomain":"a","port":1}',
    {'content-type': 'text/plain'},
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ],
])(
  'a new route from %s is refused and nothing is asked',
  async (_, body, headers, status, code) => {
    await using api = await ApiRig.start();
    const call = {
      method: 'POST',
      path: `${proxy}/routes`,
      headers,
      ...(body !== undefined && {body}),
    };
    const answer = await api.call(call);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({code});
    expect(api.prox.calls).toEqual([]);
  },
);

test.each([
  ['INVALID_ROUTE', 400],
  ['ROUTE_EXISTS', 409],
] as const)('a new route that the proxy refuses as %s is %i', async (code, status) => {
  await using api = await ApiRig.start();
  api.prox.failure = new ProxError(code, {detail: 'docs'});
  const body = '{"subdomain":"docs","port":4000}';
  const answer = await api.call({method: 'POST', path: `${proxy}/routes`, headers: json, body});
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text)).toMatchObject({code});
});

test('a web page of another origin changes no route', async () => {
  await using api = await ApiRig.start();
  const headers = {origin: 'http://evil.example'};
  for (const path of [`${proxy}/requests`, `${proxy}/routes/docs`]) {
    expect(await api.call({method: 'DELETE', path, headers})).toMatchObject({status: 403});
  }
  expect(api.prox.calls).toEqual([]);
});

test('a malformed filter is refused by name, before the stream begins too', async () => {
  await using api = await ApiRig.start();
  for (const path of [`${proxy}/requests`, `${proxy}/requests/stream`]) {
    const {status, text} = await api.call({path: `${path}?min_status=4xx`});
    expect(status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      code: 'INVALID_PARAMETER',
      details: {parameter: 'min_status'},
    });
  }
});

test('a stream of requests begins with `connected`, and an event is a finished request', async () => {
  await using api = await ApiRig.start();
  const feed = new Feed<RequestBatch>();
  api.prox.requestSource = ({signal}) => feed.read(signal);
  const reader = new EventReader(await api.open({path: `${proxy}/requests/stream?subdomain=web`}));
  expect(await reader.next()).toBe('event: connected\ndata: {}');
  expect(api.prox.calls).toEqual([{operation: 'followRequests', input: {subdomain: ['web']}}]);
  feed.push({dropped: 2, requests: [requestRecord()]});
  expect(await reader.next()).toBe('event: lagged\ndata: {"dropped":2}');
  expect(await reader.next()).toMatch(/^data: \{"id":"00000a1",.*"status_code":201,.*\}$/);
});

test('the client asks and answers as the other side does', async () => {
  await using api = await ApiRig.start();
  const client = clientOf(api);
  const query = {subdomain: ['web', 'api'], since: Date.UTC(2026, 0, 1), limit: 7, beforeId: 'a1'};
  expect(await client.requests(query)).toStrictEqual(SAMPLE.requests);
  expect(await client.request({id: 'a1', include: ['body']})).toStrictEqual(SAMPLE.request);
  expect(await client.clearRequests()).toBeUndefined();
  const route = {subdomain: 'docs', url: 'https://docs.example.com', ttlSeconds: 600};
  expect(await client.addRoute(route)).toStrictEqual(SAMPLE.addRoute);
  expect(await client.removeRoute({subdomain: '*'})).toBeUndefined();
  expect(api.prox.calls).toEqual([
    {operation: 'requests', input: query},
    {operation: 'request', input: {id: 'a1', include: ['body']}},
    {operation: 'clearRequests', input: undefined},
    {operation: 'addRoute', input: route},
    {operation: 'removeRoute', input: {subdomain: '*'}},
  ]);
});

test('the client follows requests as they are on the other side', async () => {
  await using api = await ApiRig.start();
  const feed = new Feed<RequestBatch>();
  api.prox.requestSource = ({signal}) => feed.read(signal);
  const batch = {dropped: 3, requests: [requestRecord(), requestRecord({id: '00000a2'})]};
  feed.push(batch);
  const expected: RequestBatch[] = [{dropped: 0, requests: []}, batch];
  for await (const received of clientOf(api).followRequests({}, new AbortController())) {
    expect(received).toStrictEqual(expected.shift());
    if (expected.length === 0) break;
  }
});

function clientOf(api: ApiRig): Prox {
  return createClient({baseUrl: `http://127.0.0.1:${api.port}`, request: httpTransport});
}
