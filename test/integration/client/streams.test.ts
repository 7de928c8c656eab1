import {expect, test} from 'vitest';
import {createFetchTransport} from '../../../src/client/fetch-transport.ts';
import {createStreams, type Streams} from '../../../src/client/streams.ts';
import {ProxError} from '../../../src/core/errors.ts';
import type {EventBatch} from '../../../src/core/event.ts';
import type {LogBatch} from '../../../src/core/log-entry.ts';
import type {RequestBatch} from '../../../src/core/request-record.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {logEntry, SAMPLE} from '../../rig/fake-prox.ts';
import {Mailbox} from '../../rig/mailbox.ts';
import {soon} from '../../rig/soon.ts';

const [event] = SAMPLE.events.events;
const [request] = SAMPLE.requests.requests;

/** Each connection yields its own, and ends. */
function inTurn<T>(...connections: readonly (readonly T[])[]): () => AsyncIterable<T> {
  let opened = 0;
  return async function* () {
    yield* connections[opened++] ?? [];
  };
}

/** Streams of the client to the real server; every pause is over at once. */
function streamsOf(
  api: ApiRig,
  clock: FakeClock = new ImpatientClock(),
  send: typeof fetch = fetch,
): Streams {
  const request = createFetchTransport({fetch: send, clock});
  return createStreams({api: {baseUrl: `http://127.0.0.1:${api.port}`, request}, clock});
}

class ImpatientClock extends FakeClock {
  override after(ms: number, callback: () => void) {
    const timer = super.after(ms, callback);
    if (ms <= 5000) setImmediate(() => this.advance(ms));
    return timer;
  }
}

async function take<T>(items: AsyncIterable<T>, count: number): Promise<readonly T[]> {
  const taken: T[] = [];
  for await (const item of items) if (taken.push(item) === count) break;
  return taken;
}

function inputsOf(api: ApiRig, operation: string): readonly unknown[] {
  return api.prox.calls.filter(call => call.operation === operation).map(({input}) => input);
}

test('logs go on after the last entry that was seen, and begin where the log ends now', async () => {
  await using api = await ApiRig.start();
  api.prox.logSource = inTurn<LogBatch>(
    [],
    [{dropped: 0, entries: [logEntry(3), logEntry(4)]}],
    [{dropped: 2, entries: [logEntry(7)]}],
  );
  const lost: number[] = [];
  const onLagged = (dropped: number): unknown => lost.push(dropped);
  const entries = await soon(
    'three entries',
    take(streamsOf(api).followLogs({process: ['web']}, {onLagged}), 3),
  );
  expect(entries).toStrictEqual([logEntry(3), logEntry(4), logEntry(7)]);
  expect(lost).toEqual([2]);
  expect(inputsOf(api, 'logs')).toEqual([{process: ['web'], lines: 0}]);
  expect(inputsOf(api, 'followLogs')).toEqual([
    {process: ['web'], sinceSeq: SAMPLE.logs.nextSeq},
    {process: ['web'], sinceSeq: SAMPLE.logs.nextSeq},
    {process: ['web'], sinceSeq: 4},
  ]);
});

test('after a restart of prox the new log is read from its beginning', async () => {
  await using api = await ApiRig.start();
  let pid = 1;
  api.prox.status = async () => ({...SAMPLE.status, pid: pid++});
  api.prox.logSource = inTurn<LogBatch>(
    [{dropped: 0, entries: [logEntry(500)]}],
    [{dropped: 0, entries: [logEntry(1)]}],
  );
  await soon('two entries', take(streamsOf(api).followLogs({sinceSeq: 499}), 2));
  expect(inputsOf(api, 'followLogs')).toEqual([{sinceSeq: 499}, {sinceSeq: 0}]);
  expect(inputsOf(api, 'logs')).toEqual([]);
});

test('events go on after the last one that was seen', async () => {
  await using api = await ApiRig.start();
  const newestId = event.id;
  const [one, two] = [newestId + 1, newestId + 2].map(id => ({...event, id}));
  if (!one || !two) throw new Error('two events');
  api.prox.eventSource = inTurn<EventBatch>(
    [{dropped: 0, events: [one]}],
    [{dropped: 0, events: [two]}],
  );
  api.prox.events = async () => ({...SAMPLE.events, events: [api.prox.signals[0] ? one : event]});
  const events = await soon('two events', take(streamsOf(api).followEvents(), 2));
  expect(events).toStrictEqual([one, two]);
  expect(inputsOf(api, 'followEvents')).toEqual([{sinceId: newestId}, {sinceId: one.id}]);
});

test('events that were forgotten are followed from their beginning', async () => {
  await using api = await ApiRig.start();
  const first = {...event, id: 1};
  api.prox.events = async () => ({...SAMPLE.events, events: [first]});
  api.prox.eventSource = inTurn<EventBatch>([{dropped: 0, events: [first]}]);
  await soon('an event', take(streamsOf(api).followEvents({sinceId: 900}), 1));
  expect(inputsOf(api, 'followEvents')).toEqual([{sinceId: 0}]);
});

test('processes and requests are followed again', async () => {
  await using api = await ApiRig.start();
  api.prox.processSource = inTurn([SAMPLE.processes], [SAMPLE.processes]);
  api.prox.requestSource = inTurn<RequestBatch>(
    [{dropped: 0, requests: [request]}],
    [{dropped: 0, requests: [request]}],
  );
  const streams = streamsOf(api);
  expect(await soon('two lists', take(streams.followProcesses(), 2))).toStrictEqual([
    SAMPLE.processes,
    SAMPLE.processes,
  ]);
  expect(
    await soon('two requests', take(streams.followRequests({minStatus: 200}), 2)),
  ).toStrictEqual([request, request]);
  expect(inputsOf(api, 'followRequests')).toEqual([{minStatus: 200}, {minStatus: 200}]);
});

test('a refusal is the error of the other side, at once', async () => {
  await using api = await ApiRig.start();
  const error = new ProxError('INVALID_PATTERN', {detail: '('});
  api.prox.logs = async () => {
    throw error;
  };
  await expect(take(streamsOf(api).followLogs({pattern: '('}), 1)).rejects.toMatchObject({
    code: 'INVALID_PATTERN',
    message: error.message,
  });
});

test('a stream of too many is tried again', async () => {
  await using api = await ApiRig.start();
  let refusals = 2;
  api.prox.followProcesses = () => {
    if (refusals-- > 0) throw new ProxError('STREAM_LIMIT_REACHED');
    return inTurn([SAMPLE.processes])();
  };
  await soon('a list', take(streamsOf(api).followProcesses(), 1));
  expect(refusals).toBe(-1);
});

test('who is not there at first is waited for', async () => {
  await using api = await ApiRig.start();
  const clock = new FakeClock();
  let isThere = false;
  const streams = streamsOf(api, clock, async (...call) => {
    if (!isThere) throw new TypeError('fetch failed');
    return fetch(...call);
  });
  const lists = streams.followProcesses()[Symbol.asyncIterator]();
  const first = lists.next();
  await soon('a pause', clock.timerArmed(250));
  isThere = true;
  clock.advance(250);
  expect(await soon('a list', first)).toStrictEqual({done: false, value: SAMPLE.processes});
  await lists.return?.();
});

test('an abort ends a silent stream, and one that still asks where to begin', async () => {
  await using api = await ApiRig.start();
  const controller = new AbortController();
  const {signal} = controller;
  const arrived = new Mailbox<string>();
  api.prox.processSource = async function* ({signal: gone}) {
    arrived.put('the stream');
    yield* [];
    await new Promise(resolve => gone.addEventListener('abort', resolve));
  };
  api.prox.status = async () => {
    arrived.put('the question');
    return new Promise(() => {});
  };
  const streams = streamsOf(api);
  const all = [
    take(streams.followProcesses({signal}), 1),
    take(streams.followLogs({}, {signal}), 1),
  ];
  await Promise.all([arrived.next(), arrived.next()]);
  controller.abort();
  expect(await soon('the end', Promise.all(all))).toEqual([[], []]);
});

test('waiting ends with the change that makes all ready', async () => {
  await using api = await ApiRig.start();
  api.prox.processSource = inTurn([SAMPLE.processes, SAMPLE.processes], [SAMPLE.processes]);
  let asked = 0;
  api.prox.ready = async () => ({ready: ++asked === 3, notReady: asked === 3 ? 0 : 1});
  await soon('readiness', streamsOf(api).waitUntilReady({process: ['web']}));
  expect(asked).toBe(3);
});

test('waiting rejects with the reason of its signal', async () => {
  await using api = await ApiRig.start();
  api.prox.readyReport = {ready: false, notReady: 1};
  const controller = new AbortController();
  const waiting = streamsOf(api).waitUntilReady({signal: controller.signal});
  controller.abort(new Error('too late'));
  await expect(soon('the end', waiting)).rejects.toThrow('too late');
});

test('waiting ends with who cannot get ready any more', async () => {
  await using api = await ApiRig.start();
  const [web] = SAMPLE.processes.processes;
  const down = {...web, ready: false, nextRestartMs: undefined, groups: []};
  const crashed = {...down, name: 'db', status: 'crashed', reason: 'exit code 1'} as const;
  const blocked = {...down, name: 'api', status: 'blocked', waitingOn: ['db']} as const;
  const later = {...crashed, name: 'web', nextRestartMs: 500};
  const idle = {...down, name: 'idle', status: 'stopped'} as const;
  api.prox.readyReport = {ready: false, notReady: 3};
  api.prox.processSource = inTurn([{processes: [blocked, later, crashed, idle]}]);
  const waiting = streamsOf(api).waitUntilReady();
  await expect(soon('the end', waiting)).rejects.toMatchObject({
    code: 'PROCESS_NOT_RUNNING',
    detail: 'api is blocked (by db); db is crashed (exit code 1)',
    hint: '`prox why db` tells more.',
    details: {
      not_ready: [
        {name: 'api', status: 'blocked', reason: 'blocked (by db)'},
        {name: 'web', status: 'crashed', reason: 'crashed (exit code 1), restarts in 500ms'},
        {name: 'db', status: 'crashed', reason: 'crashed (exit code 1)'},
      ],
    },
  });
});

test('who is not waited for may be lost', async () => {
  await using api = await ApiRig.start();
  const [web] = SAMPLE.processes.processes;
  const down = {...web, status: 'crashed', ready: false, nextRestartMs: undefined} as const;
  const starting = {...web, name: 'web', status: 'starting', ready: false} as const;
  const list = {processes: [{...down, name: 'db', groups: []}, starting]};
  api.prox.processSource = inTurn([list], [list]);
  let asked = 0;
  api.prox.ready = async () => ({ready: ++asked === 2, notReady: asked === 2 ? 0 : 1});
  await soon('readiness', streamsOf(api).waitUntilReady({process: ['web']}));
  expect(asked).toBe(2);
});
