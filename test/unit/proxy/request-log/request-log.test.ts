import {describe, expect, test} from 'vitest';
import type {RequestBatch} from '../../../../src/core/request-record.ts';
import type {LiveRequest, RequestStart} from '../../../../src/proxy/request-log/live-request.ts';
import {RequestLog} from '../../../../src/proxy/request-log/request-log.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';

const START: RequestStart = {
  method: 'GET',
  url: '/',
  host: 'web.localhost:8080',
  subdomain: 'web',
  process: 'web',
  protocol: 'http',
  tls: false,
  remoteAddr: '127.0.0.1',
};

function createLog({maxRequests = 100} = {}): {
  readonly log: RequestLog;
  readonly clock: FakeClock;
  readonly begin: (changes?: Partial<RequestStart>) => LiveRequest;
  readonly finish: (changes?: Partial<RequestStart>) => LiveRequest;
} {
  const clock = new FakeClock(Date.UTC(2026, 0, 1));
  const log = new RequestLog({maxRequests, clock, capture: undefined});
  const begin = (changes: Partial<RequestStart> = {}): LiveRequest =>
    log.begin({...START, ...changes});
  const finish = (changes: Partial<RequestStart> = {}): LiveRequest => {
    const request = begin(changes);
    request.statusCode = 200;
    log.end(request);
    return request;
  };
  return {log, clock, begin, finish};
}

function urls(log: RequestLog): readonly string[] {
  return log.query({}).requests.map(({url}) => url);
}

describe('a record', () => {
  test('tells an exchange as it is: in flight, then finished', () => {
    const {log, clock, begin} = createLog();
    const request = begin({method: 'POST', url: '/a?b=1'});
    clock.advance(20);

    expect(log.inFlight).toBe(1);
    expect(log.query({}).requests).toEqual([
      {
        ...START,
        id: request.id,
        method: 'POST',
        url: '/a?b=1',
        timestamp: '2026-01-01T00:00:00.000Z',
        statusCode: undefined,
        durationMs: 20,
        bytesIn: 0,
        bytesOut: 0,
        error: undefined,
        inFlight: true,
      },
    ]);

    Object.assign(request, {statusCode: 101, protocol: 'ws', bytesIn: 3, bytesOut: 5, error: 'x'});
    clock.advance(5);
    log.end(request);
    clock.advance(1000);

    expect(log.inFlight).toBe(0);
    expect(log.query({}).requests[0]).toMatchObject({
      statusCode: 101,
      protocol: 'ws',
      bytesIn: 3,
      bytesOut: 5,
      error: 'x',
      durationMs: 25,
      inFlight: false,
    });
  });

  test('has an id of at least seven hex digits, greater than the one before', () => {
    const {begin} = createLog();
    const ids = [begin().id, begin().id];

    expect(ids[0]).toMatch(/^[\da-f]{7,}$/);
    expect(parseInt(ids[1] ?? '', 16)).toBe(parseInt(ids[0] ?? '', 16) + 1);
  });

  test('ends once: what comes later changes neither its duration nor the count', () => {
    const {log, clock, begin} = createLog();
    const request = begin();
    log.end(request);
    clock.advance(10);
    log.end(request);

    expect(log.inFlight).toBe(0);
    expect(log.query({}).requests[0]?.durationMs).toBe(0);
  });
});

describe('the ring', () => {
  test('lets the oldest go when it is full', async () => {
    const {log, finish} = createLog({maxRequests: 2});
    const first = finish({url: '/1'});
    finish({url: '/2'});
    finish({url: '/3'});

    expect(urls(log)).toEqual(['/3', '/2']);
    await expect(log.detail({id: first.id})).rejects.toMatchObject({code: 'REQUEST_NOT_FOUND'});
  });

  test('a request in flight that was pushed out ends without harm', () => {
    const {log, begin, finish} = createLog({maxRequests: 1});
    const long = begin({url: '/long'});
    finish({url: '/short'});
    expect(log.inFlight).toBe(1);
    log.end(long);

    expect(log.inFlight).toBe(0);
    expect(urls(log)).toEqual(['/short']);
  });

  test('clear forgets what has finished; what is in flight stays, and is found', async () => {
    const {log, begin, finish} = createLog({maxRequests: 3});
    const done = finish({url: '/done'});
    const open = begin({url: '/open'});
    log.clear();

    expect(urls(log)).toEqual(['/open']);
    await expect(log.detail({id: done.id})).rejects.toMatchObject({code: 'REQUEST_NOT_FOUND'});
    expect(await log.detail({id: open.id})).toMatchObject({url: '/open', details: undefined});
    for (const url of ['/4', '/5', '/6']) finish({url});
    expect(urls(log)).toEqual(['/6', '/5', '/4']);
  });

  test.each(['', '0', 'xyz', '-1', 'ffffffffffff', '1000000000000000000000'])(
    'an id that it never gave is not found: %j',
    async id => {
      const {log, finish} = createLog();
      finish();

      await expect(log.detail({id})).rejects.toMatchObject({code: 'REQUEST_NOT_FOUND', detail: id});
      expect(() => log.query({beforeId: id})).toThrow('No such request');
    },
  );
});

describe('a query', () => {
  test('counts what matches apart from what it gives, newest first', () => {
    const {log, finish} = createLog();
    for (const url of ['/1', '/2', '/other', '/3']) {
      finish({url, subdomain: url === '/other' ? 'api' : 'web'});
    }
    const page = log.query({subdomain: ['web'], limit: 2});

    expect(page.requests.map(({url}) => url)).toEqual(['/3', '/2']);
    expect(page).toMatchObject({filteredCount: 2, totalCount: 3});
  });

  test('pages with beforeId', () => {
    const {log, finish} = createLog();
    const [, second] = ['/1', '/2', '/3'].map(url => finish({url}));
    const page = log.query({beforeId: second?.id ?? ''});

    expect(page.requests.map(({url}) => url)).toEqual(['/1']);
    expect(page).toMatchObject({filteredCount: 1, totalCount: 3});
  });

  test('gives 100 unless told, and never more than 1000', () => {
    const {log, finish} = createLog({maxRequests: 2000});
    for (let count = 0; count < 1500; count++) finish();

    expect(log.query({}).filteredCount).toBe(100);
    expect(log.query({limit: 0}).filteredCount).toBe(0);
    expect(log.query({limit: 5000})).toMatchObject({filteredCount: 1000, totalCount: 1500});
  });
});

describe('a follower', () => {
  test('gets what finishes from the call on, in the order of the ends, one batch a turn', async () => {
    const {log, begin, finish} = createLog();
    finish({url: '/before'});
    const slow = begin({url: '/slow'});
    const batches = log.follow({}, new AbortController().signal)[Symbol.asyncIterator]();
    finish({url: '/fast'});
    log.end(slow);
    begin({url: '/open'});

    expect(await next(batches)).toEqual({urls: ['/fast', '/slow'], dropped: 0});
    const waiting = next(batches);
    setImmediate(() => finish({url: '/3'}));
    setImmediate(() => finish({url: '/4'}));
    expect(await waiting).toEqual({urls: ['/3', '/4'], dropped: 0});
  });

  test('gets only what matches', async () => {
    const {log, finish} = createLog();
    const filter = {method: ['post']};
    const batches = log.follow(filter, new AbortController().signal)[Symbol.asyncIterator]();
    finish({url: '/get'});
    finish({url: '/post', method: 'POST'});

    expect(await next(batches)).toEqual({urls: ['/post'], dropped: 0});
  });

  test('that lags loses its own oldest and is told how many', async () => {
    const {log, finish} = createLog();
    const batches = log.follow({}, new AbortController().signal)[Symbol.asyncIterator]();
    for (let count = 0; count < 1003; count++) finish({url: `/${count}`});
    const batch = await next(batches);

    expect(batch.dropped).toBe(3);
    expect(batch.urls).toHaveLength(1000);
    expect(batch.urls[0]).toBe('/3');
    finish({url: '/last'});
    expect(await next(batches)).toEqual({urls: ['/last'], dropped: 0});
  });

  test('ends when its signal aborts, also one that waits and one that is aborted already', async () => {
    const {log} = createLog();
    const controller = new AbortController();
    const waiting = collect(log.follow({}, controller.signal));
    controller.abort();

    expect(await waiting).toEqual([]);
    expect(await collect(log.follow({}, controller.signal))).toEqual([]);
  });
});

async function next(
  batches: AsyncIterator<RequestBatch>,
): Promise<{readonly urls: readonly string[]; readonly dropped: number}> {
  const {value} = (await batches.next()) as IteratorYieldResult<RequestBatch>;
  return {urls: value.requests.map(({url}) => url), dropped: value.dropped};
}

async function collect(batches: AsyncIterable<RequestBatch>): Promise<readonly RequestBatch[]> {
  const all: RequestBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}
