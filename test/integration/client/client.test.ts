import {expect, test} from 'vitest';
import {createClient, isProxError, ProxError} from '../../../src/client/client.ts';
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

test.each(['127.0.0.1:5555', 'localhost:5555', 'ws://127.0.0.1:5555', '/api', ''])(
  'the url %j is refused at once',
  url => {
    expect(() => createClient({url})).toThrow(expect.objectContaining({code: 'USAGE'}));
  },
);
