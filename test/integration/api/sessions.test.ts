import {expect, test} from 'vitest';
import {ApiRig, type HttpAnswer} from '../../rig/api-rig.ts';

const token = 'a-token-of-thirty-two-characters';
const other = 'another-token-of-thirty-two-characters';
const HOUR_MS = 3_600_000;
const status = {path: '/api/v1/status'};
const stop = {method: 'POST', path: '/api/v1/processes/web/stop'};
const clear = {method: 'DELETE', path: '/api/v1/proxy/requests'};
const scripted = {'x-requested-with': 'XMLHttpRequest'};
const bearer = {authorization: `Bearer ${token}`};

test('the token is exchanged for a cookie that lasts eight hours', async () => {
  await using api = await ApiRig.start({token});
  const answer = await login(api, {token});
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toEqual({success: true, expires_at: '2026-01-01T08:00:00.000Z'});
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(
      /^prox_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=28800$/,
    ),
  ]);
});

test('a session opens what the token opens, streams too, and each answer prolongs it', async () => {
  await using api = await ApiRig.start({token});
  const cookie = cookieOf(await login(api, {token}));
  api.clock.advance(7 * HOUR_MS);
  const answer = await api.call({...status, headers: {cookie}});
  expect(answer.status).toBe(200);
  expect(cookieOf(answer)).toBe(cookie);
  api.clock.advance(7 * HOUR_MS);
  const stream = await api.open({path: '/api/v1/logs/stream', headers: {cookie}});
  expect(stream.statusCode).toBe(200);
  expect(stream.headers['set-cookie']?.[0]).toContain(cookie);
  api.clock.advance(8 * HOUR_MS);
  expect(await api.call({...status, headers: {cookie}})).toMatchObject({status: 401});
});

test('a change by cookie must come from a script', async () => {
  await using api = await ApiRig.start({token});
  const cookie = cookieOf(await login(api, {token}));
  for (const change of [stop, clear]) {
    const refused = await api.call({...change, headers: {cookie}});
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.text)).toMatchObject({code: 'CSRF_REJECTED'});
  }
  expect(api.prox.calls).toEqual([]);
  for (const change of [stop, clear]) {
    const {status: code} = await api.call({...change, headers: {cookie, ...scripted}});
    expect(code).toBeLessThan(300);
  }
});

test('a page of another origin cannot use the session, whatever it says of itself', async () => {
  await using api = await ApiRig.start({token});
  const cookie = cookieOf(await login(api, {token}));
  const headers = {cookie, ...scripted, origin: 'http://evil.localhost:3000'};
  const refused = await api.call({...stop, headers});
  expect(JSON.parse(refused.text)).toMatchObject({code: 'ORIGIN_NOT_ALLOWED'});
  expect(refused.headers).not.toHaveProperty('set-cookie');
  expect(api.prox.calls).toEqual([]);
});

test('a token beside a cookie is what counts', async () => {
  await using api = await ApiRig.start({token});
  const cookie = cookieOf(await login(api, {token}));
  const right = await api.call({...stop, headers: {cookie, ...bearer}});
  expect(right).toMatchObject({status: 200});
  expect(right.headers).not.toHaveProperty('set-cookie');
  const headers = {cookie, ...scripted, authorization: 'Bearer wrong'};
  expect(await api.call({...stop, headers})).toMatchObject({status: 401});
});

test('wrong tokens count wherever they are tried', async () => {
  await using api = await ApiRig.start({token});
  for (let count = 0; count < 5; count++) {
    const wrong = await login(api, {token: 'wrong'});
    expect(wrong).toMatchObject({status: 401});
    expect(wrong.headers).not.toHaveProperty('set-cookie');
  }
  const headers = {authorization: 'Bearer wrong'};
  expect(await api.call({...status, headers})).toMatchObject({status: 429});
  expect(await login(api, {token: 'wrong'})).toMatchObject({status: 429});
  expect(await login(api, {token})).toMatchObject({status: 200});
});

test.each([
  [{}, 'INVALID_PARAMETER'],
  [{token: 5}, 'INVALID_PARAMETER'],
  [{token: null}, 'INVALID_PARAMETER'],
  [[], 'INVALID_BODY'],
  ['text', 'INVALID_BODY'],
  [undefined, 'INVALID_BODY'],
])('a login with %j is %s', async (body, code) => {
  await using api = await ApiRig.start({token});
  const answer = await login(api, body);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({code});
  expect(api.refusals).toEqual([]);
});

test('a logout ends the session, and does no harm to one that has ended', async () => {
  await using api = await ApiRig.start({token});
  const cookie = cookieOf(await login(api, {token}));
  expect(await logout(api, {cookie})).toMatchObject({status: 403});
  expect(await api.call({...status, headers: {cookie}})).toMatchObject({status: 200});
  for (let count = 0; count < 2; count++) {
    const answer = await logout(api, {cookie, ...scripted});
    expect(answer).toMatchObject({status: 200, text: '{"success":true}'});
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^prox_session=; .*Max-Age=0$/);
  }
  expect(await api.call({...status, headers: {cookie}})).toMatchObject({status: 401});
  expect(await logout(api, {})).toMatchObject({status: 200});
});

test('the Host and the origin of a login are looked at', async () => {
  await using api = await ApiRig.start({token});
  const headers = [
    {host: 'evil.com'},
    {origin: 'http://evil.com'},
    {'sec-fetch-site': 'same-site'},
  ];
  for (const header of headers) {
    expect(await login(api, {token}, header)).toMatchObject({status: 403});
    expect(await logout(api, header)).toMatchObject({status: 403});
  }
});

test('a new token ends the sessions of the old one, for good', async () => {
  let current: string | undefined = token;
  await using api = await ApiRig.start({token: () => current});
  const cookie = cookieOf(await login(api, {token}));
  current = other;
  expect(await api.call({...status, headers: {cookie}})).toMatchObject({status: 401});
  current = token;
  expect(await api.call({...status, headers: {cookie}})).toMatchObject({status: 401});
  const second = cookieOf(await login(api, {token}));
  current = undefined;
  expect(await api.call({...status, headers: {cookie: second}})).toMatchObject({status: 401});
});

test('where nobody needs a token any opens a session, which grants nothing', async () => {
  await using api = await ApiRig.start();
  const cookie = cookieOf(await login(api, {token: 'any'}));
  expect(await api.call(stop)).toMatchObject({status: 200});
  expect(await api.call({...stop, headers: {cookie}})).toMatchObject({status: 403});
  expect(await api.call({...stop, headers: {cookie, ...scripted}})).toMatchObject({status: 200});
});

async function login(
  api: ApiRig,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  return api.call({
    method: 'POST',
    path: '/api/v1/auth/login',
    headers: {'content-type': 'application/json', ...headers},
    body: JSON.stringify(body) ?? '',
  });
}

async function logout(api: ApiRig, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
  return api.call({method: 'POST', path: '/api/v1/auth/logout', headers});
}

/** As a browser sends it back. */
function cookieOf({headers}: HttpAnswer): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}
