import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect, test} from 'vitest';
import {callApi} from '../../../src/api/call-api.ts';
import {createClient} from '../../../src/api/client.ts';
import {httpTransport} from '../../../src/api/http-transport.ts';
import {ProxError} from '../../../src/core/errors.ts';
import type {LogBatch} from '../../../src/core/log-entry.ts';
import type {Prox} from '../../../src/core/prox.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {logEntry, SAMPLE} from '../../rig/fake-prox.ts';
import {Feed} from '../../rig/feed.ts';

const token = 'a-token-of-thirty-two-characters';

test.each(['status', 'health', 'version', 'processes', 'requests', 'routes', 'certs'] as const)(
  'the answer to %s is that of the other side',
  async operation => {
    await using api = await ApiRig.start();
    expect(await clientOf(api)[operation]({})).toStrictEqual(SAMPLE[operation]);
  },
);

test('a process and a page of logs are those of the other side', async () => {
  await using api = await ApiRig.start();
  const client = clientOf(api);
  expect(await client.process({name: 'web'})).toStrictEqual(SAMPLE.process);
  const query = {process: ['web'], since: Date.UTC(2026, 0, 1), sinceSeq: 4, regex: true};
  expect(await client.logs({...query, pattern: 'a&b=[+] é'})).toStrictEqual(SAMPLE.logs);
  expect(api.prox.calls).toEqual([
    {operation: 'process', input: {name: 'web'}},
    {operation: 'logs', input: {...query, pattern: 'a&b=[+] é'}},
  ]);
});

test.each(['start', 'stop', 'restart'] as const)('%s resolves to nothing', async operation => {
  await using api = await ApiRig.start();
  expect(await clientOf(api)[operation]({name: 'web'})).toBeUndefined();
  expect(api.prox.calls).toEqual([{operation, input: {name: 'web'}}]);
});

test('a shutdown reports what it waited for', async () => {
  await using api = await ApiRig.start();
  const client = clientOf(api);
  expect(await client.shutdown({})).toEqual({waited: false, failures: []});
  const failures = [{process: 'web', error: 'alive', code: 'PROCESS_NOT_REAPED'}];
  api.prox.shutdownReport = {waited: true, failures};
  expect(await client.shutdown({wait: true})).toEqual({waited: true, failures});
  expect(api.prox.calls.at(-1)).toEqual({operation: 'shutdown', input: {wait: true}});
});

test('an error comes back as it was thrown', async () => {
  await using api = await ApiRig.start();
  const error = new ProxError('PROCESS_NOT_REAPED', {
    detail: 'web',
    hint: 'Look at pid 7.',
    details: {survivors: [{pid: 7, command: 'sleep'}]},
  });
  api.prox.failure = error;
  const failure: unknown = await clientOf(api)
    .stop({name: 'web'})
    .catch((thrown: unknown) => thrown);
  expect(failure).toBeInstanceOf(ProxError);
  expect(failure).toMatchObject({
    code: error.code,
    message: error.message,
    hint: error.hint,
    details: error.details,
  });
});

test('the token goes along', async () => {
  await using api = await ApiRig.start({token});
  expect(await clientOf(api, token).status()).toEqual(SAMPLE.status);
  await expect(clientOf(api).status()).rejects.toMatchObject({code: 'UNAUTHORIZED'});
  const following = readAll(clientOf(api).followLogs({}, {signal: new AbortController().signal}));
  await expect(following).rejects.toMatchObject({code: 'UNAUTHORIZED'});
});

test('followed logs are entries as on the other side, and what was lost', async () => {
  await using api = await ApiRig.start();
  const feed = new Feed<LogBatch>();
  api.prox.logSource = ({signal}) => feed.read(signal);
  const controller = new AbortController();
  const batches: LogBatch[] = [
    {dropped: 0, entries: [logEntry(1), logEntry(2, {line: 'né 👍\r\n', truncated: true})]},
    {dropped: 7, entries: [logEntry(10)]},
  ];
  for (const batch of batches) feed.push(batch);
  const received: LogBatch[] = [];
  const {signal} = controller;
  for await (const batch of clientOf(api).followLogs({process: ['web']}, {signal})) {
    received.push(batch);
    if (batch.entries.at(-1)?.seq === 10) controller.abort();
  }
  expect(received.flatMap(({entries}) => entries)).toStrictEqual(
    batches.flatMap(({entries}) => entries),
  );
  expect(received.find(({dropped}) => dropped > 0)).toStrictEqual(batches[1]);
  expect(api.prox.calls).toEqual([{operation: 'followLogs', input: {process: ['web']}}]);
});

test('followed processes begin with a snapshot, and leaving the loop ends the stream', async () => {
  await using api = await ApiRig.start();
  const {signal} = new AbortController();
  for await (const list of clientOf(api).followProcesses({}, {signal})) {
    expect(list).toStrictEqual(SAMPLE.processes);
    break;
  }
  const [opened] = api.prox.signals;
  if (opened && !opened.aborted) {
    await new Promise(resolve => opened.addEventListener('abort', resolve));
  }
});

test('a signal that is aborted while nothing comes ends the loop', async () => {
  await using api = await ApiRig.start();
  const controller = new AbortController();
  api.prox.logSource = ({signal}) => {
    queueMicrotask(() => controller.abort());
    return new Feed<LogBatch>().read(signal);
  };
  expect(await readAll(clientOf(api).followLogs({}, {signal: controller.signal}))).toEqual([]);
});

test('a stream ends with the server', async () => {
  await using api = await ApiRig.start();
  const {signal} = new AbortController();
  const lists: unknown[] = [];
  for await (const list of clientOf(api).followProcesses({}, {signal})) {
    lists.push(list);
    void api.server.close();
  }
  expect(lists).toHaveLength(1);
});

test('a stream whose connection is cut ends without an error', async () => {
  await using stranger = await serve((_request, response) => {
    response.writeHead(200, {'content-type': 'text/event-stream'});
    response.write('data: {"processes":[]}\n\ndata: {"proc', () => response.destroy());
  });
  const {signal} = new AbortController();
  const lists = await readAll(stranger.client.followProcesses({}, {signal}));
  expect(lists).toEqual([{processes: []}]);
});

test('an unknown process fails before anything is followed', async () => {
  await using api = await ApiRig.start();
  api.prox.failure = new ProxError('PROCESS_NOT_FOUND', {detail: 'wbe'});
  const {signal} = new AbortController();
  const following = readAll(clientOf(api).followLogs({process: ['wbe']}, {signal}));
  await expect(following).rejects.toMatchObject({code: 'PROCESS_NOT_FOUND'});
});

test('where nobody listens the connection is refused', async () => {
  const api = await ApiRig.start();
  const client = clientOf(api);
  await api.server.close();
  await expect(client.status()).rejects.toMatchObject({
    code: 'UNREACHABLE',
    details: undefined,
    cause: {code: 'ECONNREFUSED'},
  });
});

test.each<[string, RequestListener]>([
  ['an HTML page', (_, response) => response.setHeader('content-type', 'text/html').end('<p>')],
  ['an HTML error', (_, response) => response.writeHead(404).end('<p>')],
  [
    'other JSON',
    (_, response) => response.writeHead(500, {'content-type': 'application/json'}).end('{"a":1}'),
  ],
  [
    'half of an answer',
    (_, response) => {
      response.writeHead(200, {'content-type': 'application/json', 'content-length': '100'});
      response.write('{"status":', () => response.destroy());
    },
  ],
  ['nothing', (_, response) => response.destroy()],
  [
    'a stream without end',
    (_, response) => void response.writeHead(200, {'content-type': 'text/event-stream'}).write(':'),
  ],
])('something else that answers with %s is unreachable, not refused', async (_, listener) => {
  await using stranger = await serve(listener);
  const failure: unknown = await stranger.client.status().catch((error: unknown) => error);
  expect(failure).toMatchObject({code: 'UNREACHABLE', details: undefined});
});

test('an event without end is given up', async () => {
  await using stranger = await serve((_, response) => {
    response.writeHead(200, {'content-type': 'text/event-stream'}).write('data: ');
    const more = (): void => void response.write('x'.repeat(1024 * 1024), more);
    more();
  });
  const {signal} = new AbortController();
  const following = readAll(stranger.client.followLogs({}, {signal}));
  await expect(following).rejects.toMatchObject({code: 'UNREACHABLE'});
});

test('localhost and its names are dialled on the loopback address', async () => {
  await using api = await ApiRig.start();
  for (const host of ['localhost', 'app.localhost']) {
    const baseUrl = `http://${host}:${api.port}/`;
    const client = createClient({baseUrl, request: httpTransport});
    expect(await client.version()).toEqual(SAMPLE.version);
  }
});

test('an address that is not http is unreachable', async () => {
  const client = createClient({baseUrl: 'https://127.0.0.1:1', request: httpTransport});
  await expect(client.status()).rejects.toMatchObject({code: 'UNREACHABLE'});
});

test('any path may be called, with the prefix or without', async () => {
  await using api = await ApiRig.start({token});
  const options = {baseUrl: `http://127.0.0.1:${api.port}`, token, request: httpTransport};
  for (const path of ['/status', '/api/v1/status']) {
    const {status, headers, text} = await callApi(options, {method: 'GET', path});
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/json/);
    expect(JSON.parse((await readAll(text)).join(''))).toMatchObject({pid: 1234});
  }
  const metrics = await callApi(options, {method: 'GET', path: '/metrics?a=b'});
  expect(metrics.status).toBe(200);
  expect(metrics.headers['content-type']).toMatch(/^text\/plain/);
  const refused = await callApi(options, {method: 'POST', path: '/shutdown', body: '{'});
  expect(refused.status).toBe(400);
  expect((await readAll(refused.text)).join('')).toContain('INVALID_BODY');
});

function clientOf(api: ApiRig, token?: string): Prox {
  return createClient({baseUrl: `http://127.0.0.1:${api.port}`, token, request: httpTransport});
}

async function serve(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    client: createClient({baseUrl: `http://127.0.0.1:${port}`, request: httpTransport}),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

async function readAll<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
