import {expect, test, vi} from 'vitest';
import {
  createClient,
  type CreateClientOptions,
  isProxError,
  ProxError,
} from '../../../src/client/client.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {logEntry, SAMPLE} from '../../rig/fake-prox.ts';

const token = 'a-token-of-thirty-two-characters';

function clientOf(api: ApiRig) {
  return createClient({url: `http://127.0.0.1:${api.port}/`, token});
}

test('answers are those of prox, and an input that may be empty may be left out', async () => {
  await using api = await ApiRig.start({token});
  const prox = clientOf(api);
  expect(await prox.status()).toStrictEqual(SAMPLE.status);
  expect(await prox.logs()).toStrictEqual(SAMPLE.logs);
  expect(await prox.process({name: 'web'})).toStrictEqual(SAMPLE.process);
  expect(await prox.restart({name: 'web'})).toBeUndefined();
  expect(await prox.addRoute({subdomain: 'docs', port: 4000})).toStrictEqual(SAMPLE.addRoute);
  expect(await prox.validateConfig({yaml: 'a: 1'})).toStrictEqual(SAMPLE.validateConfig);
});

test('a readiness of 503 is an answer', async () => {
  await using api = await ApiRig.start({token});
  api.prox.readyReport = {ready: false, notReady: 2};
  expect(await clientOf(api).ready()).toEqual({ready: false, notReady: 2});
});

test('a failure is a ProxError with the code, the detail and the hint of prox', async () => {
  await using api = await ApiRig.start({token});
  api.prox.failure = new ProxError('PROCESS_NOT_FOUND', {detail: 'wbe', hint: 'web?'});
  const failure: unknown = await clientOf(api)
    .restart({name: 'wbe'})
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({code: 'PROCESS_NOT_FOUND', detail: 'wbe', hint: 'web?'});
  expect(isProxError(failure)).toBe(true);
  expect(isProxError(new Error('other'))).toBe(false);
  expect(isProxError('PROCESS_NOT_FOUND')).toBe(false);
});

test('single entries are followed', async () => {
  await using api = await ApiRig.start({token});
  api.prox.logSource = async function* () {
    yield {dropped: 0, entries: [logEntry(3), logEntry(4)]};
  };
  const seen: unknown[] = [];
  for await (const entry of clientOf(api).followLogs()) {
    if (seen.push(entry) === 2) break;
  }
  expect(seen).toStrictEqual([logEntry(3), logEntry(4)]);
});

test('where nothing listens a call is UNREACHABLE', async () => {
  const api = await ApiRig.start();
  const prox = clientOf(api);
  await api[Symbol.asyncDispose]();
  await expect(prox.status()).rejects.toMatchObject({
    code: 'UNREACHABLE',
    message: `prox did not answer: http://127.0.0.1:${api.port} (connection refused)`,
  });
});

test('a given fetch is used', async () => {
  const urls: unknown[] = [];
  const prox = createClient({
    fetch: async url => {
      urls.push(url);
      return Response.json({status: 'ok'});
    },
  });
  expect(await prox.health()).toEqual({status: 'ok'});
  expect(urls).toEqual(['http://127.0.0.1:5555/api/v1/health']);
});

test.each([
  '127.0.0.1:5555',
  'localhost:5555',
  'ws://127.0.0.1:5555',
  '/api',
  '',
  'http://127.0.0.1:5555/api/v1',
  'http://127.0.0.1:5555/?a=b',
  'http://127.0.0.1:5555/#a',
  'http://me:secret@127.0.0.1:5555/',
])('the url %j is refused at once', url => {
  expect(() => createClient({url})).toThrow(expect.objectContaining({code: 'USAGE'}));
});

test.each(['', 'a b', 'a\nb', 'tökén'])('the token %j is refused at once', given => {
  expect(() => createClient({token: given})).toThrow(expect.objectContaining({code: 'USAGE'}));
});

test('a token that is missing or wrong is told in terms of the client', async () => {
  await using api = await ApiRig.start({token});
  const prox = createClient({url: `http://127.0.0.1:${api.port}`, token: 'wrong'});
  const refused = {code: 'UNAUTHORIZED', hint: expect.stringContaining('createClient({token})')};
  await expect(prox.status()).rejects.toMatchObject(refused);
  await expect(prox.followLogs()[Symbol.asyncIterator]().next()).rejects.toMatchObject(refused);
});

test('a name that would lead to another path is refused', async () => {
  await using api = await ApiRig.start({token});
  for (const name of ['..', '.', '']) {
    await expect(clientOf(api).stop({name})).rejects.toMatchObject({code: 'INVALID_PARAMETER'});
  }
  expect(api.prox.calls).toEqual([]);
});

test.each([
  ['null', 200],
  ['[]', 200],
  ['"ready"', 503],
  ['{}', 503],
  ['{"ready": "no"}', 503],
  ['{"ready": false}', 200],
  ['{"ready": false}', 502],
])('%s with status %i is no readiness but the answer of something else', async (body, status) => {
  const headers = {'content-type': 'application/json'};
  const prox = createClient({fetch: async () => new Response(body, {status, headers})});
  await expect(prox.ready()).rejects.toMatchObject({
    code: 'UNREACHABLE',
    detail: expect.stringContaining('something else answers'),
  });
});

async function sentBy(options: CreateClientOptions): Promise<readonly unknown[]> {
  let sent: readonly unknown[] = [];
  const prox = createClient({
    ...options,
    fetch: async (url, init) => {
      sent = [url, new Headers(init?.headers).get('authorization')];
      return Response.json({});
    },
  });
  await prox.status();
  return sent;
}

test('address and token come from the environment unless they are given', async () => {
  vi.stubEnv('PROX_API_URL', 'http://127.0.0.1:6000');
  vi.stubEnv('PROX_TOKEN', token);
  try {
    const path = '/api/v1/status';
    expect(await sentBy({})).toEqual([`http://127.0.0.1:6000${path}`, `Bearer ${token}`]);
    const url = 'http://[::1]:7000';
    expect(await sentBy({url, token: 'mine'})).toEqual([`${url}${path}`, 'Bearer mine']);
    expect(await sentBy({url})).toEqual([`${url}${path}`, `Bearer ${token}`]);
    const elsewhere = 'http://prox.test:7000';
    expect(await sentBy({url: elsewhere})).toEqual([`${elsewhere}${path}`, null]);
    vi.stubEnv('PROX_API_URL', '127.0.0.1:6000');
    expect(() => createClient()).toThrow(/PROX_API_URL must be like http/);
  } finally {
    vi.unstubAllEnvs();
  }
});
