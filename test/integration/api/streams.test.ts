import {once} from 'node:events';
import {expect, test} from 'vitest';
import {ProxError} from '../../../src/core/errors.ts';
import type {LogBatch} from '../../../src/core/log-entry.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {EventReader} from '../../rig/event-reader.ts';
import {logEntry} from '../../rig/fake-prox.ts';
import {Feed} from '../../rig/feed.ts';
import {LogFlood} from '../../rig/log-flood.ts';

const logs = '/api/v1/logs/stream';

test('a reader sees at once that the stream is open, before any line', async () => {
  await using api = await ApiRig.start();
  const response = await api.open({path: logs});
  expect(response.headers).toMatchObject({
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(await new EventReader(response).next()).toBe(': open');
});

test('entries arrive with their seq as id', async () => {
  await using api = await ApiRig.start();
  const {feed, reader} = await followLogs(api);
  feed.push({dropped: 0, entries: [logEntry(5), logEntry(6, {line: '\n\nevent: x'})]});
  expect(await reader.next()).toMatch(/^id: 5\ndata: \{"seq":5,/);
  expect(await reader.next()).toMatch(/^id: 6\ndata: \{"seq":6,.*"line":"\\n\\nevent: x"\}$/);
});

test('processes begin with a snapshot', async () => {
  await using api = await ApiRig.start();
  const reader = new EventReader(await api.open({path: '/api/v1/processes/stream'}));
  expect(await reader.next()).toBe(': open');
  expect(await reader.next()).toMatch(/^data: \{"processes":\[\{"name":"web".*"exit_code":null/);
});

test('a silent stream has a comment every 15 seconds', async () => {
  await using api = await ApiRig.start();
  const {reader} = await followLogs(api);
  for (let beat = 0; beat < 3; beat++) {
    api.clock.advance(15_000);
    expect(await reader.next()).toBe(':');
  }
});

test('filters and the position to go on from are handed over', async () => {
  await using api = await ApiRig.start();
  const path = `${logs}?process=web&stream=stderr&since_seq=3&lines=7`;
  await api.open({path, headers: {'last-event-id': '41'}});
  expect(api.prox.calls).toEqual([
    {operation: 'followLogs', input: {process: ['web'], stream: ['stderr'], sinceSeq: 41}},
  ]);
});

test('a malformed parameter is refused before the stream begins', async () => {
  await using api = await ApiRig.start();
  const {status, headers, text} = await api.call({path: `${logs}?stream=both`});
  expect(status).toBe(400);
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(JSON.parse(text)).toMatchObject({details: {parameter: 'stream'}});
});

test('a source that refuses at the call is answered with its error', async () => {
  await using api = await ApiRig.start();
  api.prox.failure = new ProxError('PROCESS_NOT_FOUND', {detail: 'wbe'});
  expect(await api.call({path: `${logs}?process=wbe`})).toMatchObject({status: 404});
});

test('a source that refuses at the first item is answered with its error', async () => {
  await using api = await ApiRig.start();
  api.prox.logSource = () => failing(new ProxError('INVALID_PATTERN'));
  expect(await api.call({path: logs})).toMatchObject({status: 400});
  expect(api.bugs).toEqual([]);
});

test('a source that fails later is reported and cuts its stream off', async () => {
  await using api = await ApiRig.start();
  const bug = new Error('broken');
  let fail = (): void => {};
  const failed = new Promise<void>(resolve => (fail = resolve));
  api.prox.logSource = async function* () {
    await failed;
    yield* failing(bug);
  };
  const reader = new EventReader(await api.open({path: logs}));
  expect(await reader.next()).toBe(': open');
  fail();
  expect(await reader.ended()).toBe(false);
  expect(api.bugs).toEqual([bug]);
});

test('a source that ends ends its stream cleanly', async () => {
  await using api = await ApiRig.start();
  api.prox.logSource = async function* () {
    yield {dropped: 0, entries: [logEntry(1)]};
  };
  const reader = new EventReader(await api.open({path: logs}));
  expect(await reader.ended()).toBe(true);
});

test('a reader that leaves aborts what it followed', async () => {
  await using api = await ApiRig.start();
  const response = await api.open({path: logs});
  const [signal] = api.prox.signals;
  expect(signal?.aborted).toBe(false);
  response.destroy();
  if (signal && !signal.aborted) await once(signal, 'abort');
  expect(signal?.aborted).toBe(true);
  expect(api.clock.armed).toEqual([]);
});

test('a reader that pipelined several streams aborts them all', async () => {
  await using api = await ApiRig.start();
  const socket = api.socket();
  socket.write(`GET ${logs} HTTP/1.1\r\nHost: localhost\r\n\r\n`.repeat(20));
  await once(socket, 'data');
  await api.call({path: '/health'});
  expect(api.prox.signals).toHaveLength(20);
  const aborted = api.prox.signals.map(
    async signal => new Promise(resolve => signal.addEventListener('abort', resolve)),
  );
  socket.destroy();
  await Promise.all(aborted);
});

test('a stream whose connection turns to garbage at once leaves nothing open', async () => {
  await using api = await ApiRig.start();
  await api.raw(`GET ${logs} HTTP/1.1\r\nHost: localhost\r\n\r\n\x00garbage\r\n\r\n`);
  await api.call({path: '/health'});
  expect(api.prox.signals.map(signal => signal.aborted)).toEqual([true]);
  expect(api.clock.armed).toEqual([]);
});

test('the 101st stream is refused, the hundred go on, and a place that is left can be taken', async () => {
  await using api = await ApiRig.start();
  const feeds: Feed<LogBatch>[] = [];
  api.prox.logSource = ({signal}) => {
    const feed = new Feed<LogBatch>();
    feeds.push(feed);
    return feed.read(signal);
  };
  const responses = await Promise.all(
    Array.from({length: 100}, async () => api.open({path: logs})),
  );
  const {status, text} = await api.call({path: logs});
  expect(status).toBe(503);
  expect(JSON.parse(text)).toMatchObject({code: 'STREAM_LIMIT_REACHED'});
  const readers = responses.map(response => new EventReader(response));
  for (const feed of feeds) feed.push({dropped: 0, entries: [logEntry(1)]});
  for (const reader of readers) {
    expect(await reader.next()).toBe(': open');
    expect(await reader.next()).toContain('"seq":1');
  }
  const [signal] = api.prox.signals;
  responses[0]?.destroy();
  if (signal && !signal.aborted) await once(signal, 'abort');
  expect((await api.open({path: logs})).statusCode).toBe(200);
});

test('a reader that stands still is not written to, and is told what it lost', async () => {
  await using api = await ApiRig.start();
  const flood = new LogFlood();
  api.prox.logSource = ({signal}) => flood.read(signal);
  const response = await api.open({path: logs}); // not read: its socket fills up
  await flood.stalled(async () => api.call({path: '/health'}));
  expect(flood.megabytes).toBeLessThan(32); // what two socket buffers hold, however long it goes on
  flood.dropped = 123_456;
  const reader = new EventReader(response);
  let block = await reader.next();
  while (block?.startsWith('event:') === false) block = await reader.next();
  expect(block).toBe('event: lagged\ndata: {"dropped":123456}');
});

async function followLogs(api: ApiRig): Promise<{feed: Feed<LogBatch>; reader: EventReader}> {
  const feed = new Feed<LogBatch>();
  api.prox.logSource = ({signal}) => feed.read(signal);
  const reader = new EventReader(await api.open({path: logs}));
  expect(await reader.next()).toBe(': open');
  return {feed, reader};
}

function failing(error: Error): AsyncIterable<LogBatch> {
  const next = async (): Promise<never> => {
    throw error;
  };
  return {[Symbol.asyncIterator]: () => ({next})};
}
