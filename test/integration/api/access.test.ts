import {expect, test} from 'vitest';
import {ApiRig, type HttpCall} from '../../rig/api-rig.ts';

const token = 'a-token-of-thirty-two-characters';
const stop = {method: 'POST', path: '/api/v1/processes/web/stop'};
const allowed = 'http://localhost:3000';

test('without a token configured nobody needs one', async () => {
  await using api = await ApiRig.start();
  expect(await api.call(stop)).toMatchObject({status: 200});
});

test('a request without the token is 401 and says which scheme', async () => {
  await using api = await ApiRig.start({token});
  for (const path of ['/api/v1/status', '/api/v1/logs/stream', '/api/v1/nope', '/nope']) {
    const {status, headers, text} = await api.call({path});
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    expect(JSON.parse(text)).toMatchObject({code: 'UNAUTHORIZED'});
  }
  expect(api.prox.calls).toEqual([]);
});

test.each(['Bearer', 'bearer', 'BEARER'])('the scheme may be written %s', async scheme => {
  await using api = await ApiRig.start({token});
  const headers = {authorization: `${scheme} ${token}`};
  expect(await api.call({path: '/api/v1/status', headers})).toMatchObject({status: 200});
});

test('the sixth wrong token is 429, a right one still passes', async () => {
  await using api = await ApiRig.start({token});
  const attempt = async (given: string) =>
    api.call({path: '/api/v1/status', headers: {authorization: `Bearer ${given}`}});
  for (let count = 0; count < 5; count++) {
    expect(await attempt('wrong')).toMatchObject({status: 401});
  }
  const limited = await attempt('wrong');
  expect(limited).toMatchObject({status: 429, headers: {'retry-after': '60'}});
  expect(JSON.parse(limited.text)).toMatchObject({code: 'RATE_LIMITED'});
  expect(JSON.parse(limited.text)).toMatchObject({details: {retry_after_seconds: 60}});
  expect(await attempt(token)).toMatchObject({status: 200});
  const address = '127.0.0.1';
  expect(api.refusals).toEqual([
    {type: 'wrong', address}, // told once, not for each
    {type: 'limited', address, retryAfterSeconds: 60},
  ]);
});

test('who sends the right token is never limited', async () => {
  await using api = await ApiRig.start({token});
  const headers = {authorization: `Bearer ${token}`};
  for (let count = 0; count < 20; count++) {
    expect(await api.call({path: '/api/v1/status', headers})).toMatchObject({status: 200});
  }
  expect(api.refusals).toEqual([]);
});

test('a token in the address is taken by streams only', async () => {
  await using api = await ApiRig.start({token});
  const open = async (path: string): Promise<number | undefined> =>
    (await api.open({path: `${path}?token=${token}`})).statusCode;
  expect(await open('/api/v1/logs/stream')).toBe(200);
  expect(await open('/api/v1/processes/stream')).toBe(200);
  expect(await open('/api/v1/logs')).toBe(401);
  expect(await open('/api/v1/status')).toBe(401);
  const {status} = await api.call({path: '/api/v1/logs/stream?token=wrong'});
  expect(status).toBe(401);
  expect(api.refusals).toHaveLength(1);
});

test('the address of a WebSocket may hold the token too', async () => {
  await using api = await ApiRig.start({token});
  const {status} = await api.call({path: `/api/v1/ws?token=${token}`});
  expect(status).toBe(426); // it was let in, and asked for no WebSocket
  expect(await api.call({path: '/api/v1/ws?token=wrong'})).toMatchObject({status: 401});
});

test('a page of another origin may not even ask for a WebSocket', async () => {
  await using api = await ApiRig.start({corsOrigins: [allowed]});
  const ask = async (headers: HttpCall['headers'] = {}) =>
    (await api.call({path: '/api/v1/ws', headers})).status;
  expect(await ask({origin: 'http://evil.com'})).toBe(403);
  expect(await ask({origin: 'null'})).toBe(403);
  expect(await ask({'sec-fetch-site': 'same-site'})).toBe(403);
  expect(await ask({origin: allowed})).toBe(426);
  expect(await ask()).toBe(426);
});

test('a token that is replaced while prox runs counts no more', async () => {
  let current: string | undefined = token;
  await using api = await ApiRig.start({token: () => current});
  const attempt = async (given: string) =>
    (await api.call({path: '/api/v1/status', headers: {authorization: `Bearer ${given}`}})).status;
  expect(await attempt(token)).toBe(200);
  current = 'another-token-of-thirty-two-characters';
  expect(await attempt(token)).toBe(401);
  expect(await attempt(current)).toBe(200);
  current = undefined;
  expect(await attempt(token)).toBe(401);
});

test('no answer is framed, included, sniffed, kept or told on', async () => {
  await using api = await ApiRig.start();
  for (const path of ['/api/v1/status', '/api/v1/nope', '/health', '/api/v1/logs/stream']) {
    const {headers} = await api.open({path});
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    });
  }
});

test.each(['/health', '/api/v1/health'])('%s needs no token and takes any Host', async path => {
  await using api = await ApiRig.start({token});
  const {status, text} = await api.call({path, headers: {host: 'evil.com'}});
  expect(status).toBe(200);
  expect(JSON.parse(text)).toEqual({
    status: 'ok',
    version: '0.1.0',
    uptime_seconds: 7200,
    processes: {total: 2, running: 1, unhealthy: 0},
  });
});

test.each<[string, HttpCall, number]>([
  ['curl', stop, 200],
  ['a foreign page', {...stop, headers: {origin: 'http://evil.com'}}, 403],
  ['a sandboxed frame', {...stop, headers: {origin: 'null'}}, 403],
  ['a cross-site form', {...stop, headers: {'sec-fetch-site': 'cross-site'}}, 403],
  ['a foreign page that reads', {path: '/api/v1/logs', headers: {origin: 'http://evil.com'}}, 200],
  ['an allowed origin', {...stop, headers: {origin: allowed}}, 200],
])('%s gets its answer', async (_, call, status) => {
  await using api = await ApiRig.start({corsOrigins: [allowed]});
  expect(await api.call(call)).toMatchObject({status});
  expect(api.prox.calls).toHaveLength(status === 200 ? 1 : 0);
});

test('our own page may change things', async () => {
  await using api = await ApiRig.start();
  const host = `localhost:${api.port}`;
  const headers = {host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin'};
  expect(await api.call({...stop, headers})).toMatchObject({status: 200});
});

test('a page of an allowed origin may read its answers, errors too', async () => {
  await using api = await ApiRig.start({token, corsOrigins: [allowed]});
  const read = async (origin: string) => api.call({path: '/api/v1/status', headers: {origin}});
  expect((await read(allowed)).headers['access-control-allow-origin']).toBe(allowed);
  expect((await read('http://evil.com')).headers).not.toHaveProperty('access-control-allow-origin');
});

test('a preflight is 204 without a token, and allows allowed origins only', async () => {
  await using api = await ApiRig.start({token, corsOrigins: [allowed]});
  const preflight = async (origin: string) =>
    api.call({method: 'OPTIONS', path: `${stop.path}?x=1`, headers: {origin}});
  const good = await preflight(allowed);
  expect(good).toMatchObject({status: 204, text: '', headers: {allow: 'POST, OPTIONS'}});
  expect(good.headers['access-control-allow-origin']).toBe(allowed);
  expect(good.headers['access-control-allow-headers']).toContain('authorization');
  expect(good.headers.vary).toBe('Origin');
  const bad = await preflight('http://evil.com');
  expect(bad.status).toBe(204);
  expect(bad.headers).not.toHaveProperty('access-control-allow-origin');
});

test('the Host guard goes before everything else', async () => {
  await using api = await ApiRig.start({token});
  const headers = {host: 'evil.com', authorization: 'Bearer wrong'};
  for (const method of ['GET', 'POST', 'OPTIONS']) {
    expect(await api.call({method, path: '/api/v1/status', headers})).toMatchObject({status: 403});
  }
});
