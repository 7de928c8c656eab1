import {describe, expect, it} from 'vitest';
import {MAX_LINES, type LogBatch, type LogEntry} from '../../../src/core/log-entry.ts';
import {LogStore} from '../../../src/supervisor/log-store.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const LIMITS = {maxLines: 10_000, maxBytes: 8 * 1024 * 1024, maxLineBytes: 64 * 1024};

function createStore(limits: Partial<typeof LIMITS> = {}): {store: LogStore; clock: FakeClock} {
  const clock = new FakeClock();
  const store = new LogStore({clock, limits: {...LIMITS, ...limits}, processes: ['web', 'api']});
  return {store, clock};
}

function write(store: LogStore, process: string, ...lines: readonly string[]): void {
  const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));
  store.append(process, {bytes, stream: 'stdout', isTruncated: false});
}

function numbered(count: number, prefix = 'line'): string[] {
  return Array.from({length: count}, (_, index) => `${prefix} ${index + 1}`);
}

const lines = (entries: readonly LogEntry[]): string[] => entries.map(({line}) => line);

describe('LogStore.query', () => {
  it('gives the newest entries, oldest first', async () => {
    const {store} = createStore();
    write(store, 'web', ...numbered(5));
    const page = await store.query({lines: 2});
    expect(lines(page.logs)).toEqual(['line 4', 'line 5']);
    expect(page).toMatchObject({filteredCount: 2, totalCount: 5, nextSeq: 5, dropped: 0});
  });

  it('leaves what is written meanwhile, in any process, to who goes on after its answer', async () => {
    const {store} = createStore();
    write(store, 'web', ...numbered(6000));
    const answer = store.query({lines: MAX_LINES});
    write(store, 'web', 'late');
    write(store, 'api', 'later');
    const {logs, nextSeq} = await answer;
    expect(logs).toHaveLength(6000);
    expect(nextSeq).toBe(6000);
  });

  it('numbers the entries of all processes without a gap, from 1', async () => {
    const {store} = createStore();
    write(store, 'web', 'a', 'b');
    write(store, 'api', 'c');
    write(store, 'web', 'd');
    const {logs} = await store.query({});
    expect(logs.map(({seq, process, line}) => [seq, process, line])).toEqual([
      [1, 'web', 'a'],
      [2, 'web', 'b'],
      [3, 'api', 'c'],
      [4, 'web', 'd'],
    ]);
  });

  it('stamps entries with the wall time at which they were read', async () => {
    const {store, clock} = createStore();
    write(store, 'web', 'a');
    const before = clock.now();
    clock.advance(1500);
    write(store, 'web', 'b');
    const {logs} = await store.query({});
    expect(logs.map(({timestamp}) => timestamp)).toEqual([before, before + 1500]);
  });

  it('keeps the newest of each process within max_lines', async () => {
    const {store} = createStore({maxLines: 3});
    write(store, 'api', 'quiet');
    write(store, 'web', ...numbered(1000));
    const {logs, totalCount} = await store.query({});
    expect(lines(logs)).toEqual(['quiet', 'line 998', 'line 999', 'line 1000']);
    expect(totalCount).toBe(4);
  });

  it('keeps the newest within max_bytes', async () => {
    const {store} = createStore({maxBytes: 25});
    write(store, 'web', ...Array.from({length: 9}, () => 'x'.repeat(10)));
    expect((await store.query({})).totalCount).toBe(2);
  });

  it('keeps a line that is as large as the limits allow', async () => {
    const {store} = createStore();
    const large = 'x'.repeat(64 * 1024);
    write(store, 'web', 'before', large, 'after');
    expect(lines((await store.query({})).logs)).toEqual(['before', large, 'after']);
  });

  it('stops at the bytes or the lines, whichever comes first', async () => {
    const {store} = createStore();
    write(store, 'web', 'ää', 'bb', 'cc', 'dd');
    expect(lines((await store.query({bytes: 5})).logs)).toEqual(['cc', 'dd']);
    expect(lines((await store.query({bytes: 5, lines: 1})).logs)).toEqual(['dd']);
    expect(lines((await store.query({bytes: 9})).logs)).toEqual(['bb', 'cc', 'dd']);
    expect(lines((await store.query({bytes: 1})).logs)).toEqual([]);
  });

  it('clamps lines to the maximum', async () => {
    const {store} = createStore({maxLines: 20_000});
    write(store, 'web', ...numbered(MAX_LINES + 10));
    expect((await store.query({lines: 1_000_000})).filteredCount).toBe(MAX_LINES);
  });

  it('filters by process, stream, substring and expression', async () => {
    const {store} = createStore();
    write(store, 'web', 'GET /a 200', 'GET /b 500');
    write(store, 'api', 'get /c 500');
    store.say('web', 'web crashed');
    const matching = async (query: Parameters<LogStore['query']>[0]): Promise<string[]> =>
      lines((await store.query(query)).logs);
    expect(await matching({process: ['api']})).toEqual(['get /c 500']);
    expect(await matching({stream: ['prox']})).toEqual(['web crashed']);
    expect(await matching({pattern: 'GET'})).toEqual(['GET /a 200', 'GET /b 500']);
    expect(await matching({pattern: '/[bc] 5..$', regex: true})).toEqual([
      'GET /b 500',
      'get /c 500',
    ]);
    expect(await matching({pattern: '[bc] 5'})).toEqual([]);
  });

  it('filters by time, both ends included', async () => {
    const {store, clock} = createStore();
    const times: number[] = [];
    for (const line of ['a', 'b', 'c']) {
      times.push(clock.now());
      write(store, 'web', line);
      clock.advance(1000);
    }
    const [first = 0, second = 0, third = 0] = times;
    expect(lines((await store.query({since: second})).logs)).toEqual(['b', 'c']);
    expect(lines((await store.query({until: second})).logs)).toEqual(['a', 'b']);
    expect(lines((await store.query({since: first + 1, until: third - 1})).logs)).toEqual(['b']);
  });

  it('pages forward with since_seq, the oldest first', async () => {
    const {store} = createStore();
    write(store, 'web', ...numbered(5));
    const seen: string[] = [];
    let sinceSeq = 0;
    for (let page = 0; page < 3; page++) {
      const {logs, nextSeq} = await store.query({sinceSeq, lines: 2});
      seen.push(...lines(logs));
      sinceSeq = nextSeq;
    }
    expect(seen).toEqual(numbered(5));
    expect(await store.query({sinceSeq})).toMatchObject({logs: [], nextSeq: 5, dropped: 0});
  });

  it('begins anew for a reader that comes from an earlier run, further than this one', async () => {
    const {store} = createStore();
    write(store, 'web', ...numbered(2));
    const page = await store.query({sinceSeq: 50});
    expect(lines(page.logs)).toEqual(numbered(2));
    expect(page).toMatchObject({nextSeq: 2, dropped: 0});
  });

  it('does not read again what a filter has passed over', async () => {
    const {store} = createStore();
    write(store, 'web', 'match', 'no', 'no');
    expect(await store.query({sinceSeq: 0, pattern: 'match'})).toMatchObject({nextSeq: 3});
  });

  it('tells how many entries after since_seq are gone', async () => {
    const {store} = createStore({maxLines: 3});
    write(store, 'web', ...numbered(10));
    expect(await store.query({sinceSeq: 0})).toMatchObject({dropped: 7});
    expect(await store.query({sinceSeq: 5})).toMatchObject({dropped: 2});
    expect(await store.query({sinceSeq: 7})).toMatchObject({dropped: 0});
    expect(await store.query({sinceSeq: 0, process: ['api']})).toMatchObject({dropped: 0});
  });

  it('names the nearest when a process is unknown', async () => {
    const {store} = createStore();
    await expect(store.query({process: ['wbe']})).rejects.toMatchObject({
      code: 'PROCESS_NOT_FOUND',
      hint: expect.stringContaining('web'),
    });
  });

  it.each(['[', '(', '(?=a)', String.raw`(a)\1`])('refuses the expression %s', async pattern => {
    const {store} = createStore();
    await expect(store.query({pattern, regex: true})).rejects.toMatchObject({
      code: 'INVALID_PATTERN',
    });
  });

  it('refuses a pattern of more than 1,024 characters', async () => {
    const {store} = createStore();
    await expect(store.query({pattern: 'x'.repeat(1025)})).rejects.toMatchObject({
      code: 'INVALID_PATTERN',
    });
  });

  it('is not hung by an expression that backtracks', async () => {
    const {store} = createStore();
    write(store, 'web', ...Array.from({length: 100}, () => `${'a'.repeat(5000)}!`));
    const page = await store.query({pattern: '^(a+)+$', regex: true});
    expect(page.totalCount).toBe(0);
  });

  it('keeps the mark of a cut line', async () => {
    const {store} = createStore();
    store.append('web', {bytes: Buffer.from('part\n'), stream: 'stderr', isTruncated: true});
    const {logs} = await store.query({});
    expect(logs).toMatchObject([{line: 'part', stream: 'stderr', truncated: true}]);
  });
});

describe('LogStore.follow', () => {
  /** Reads until `count` entries have come. */
  async function read(batches: AsyncIterable<LogBatch>, count: number): Promise<LogBatch> {
    const entries: LogEntry[] = [];
    let dropped = 0;
    for await (const batch of batches) {
      entries.push(...batch.entries);
      dropped += batch.dropped;
      if (entries.length >= count) break;
    }
    return {dropped, entries};
  }

  it('gives what is appended after the call, in order of seq', async () => {
    const {store} = createStore();
    const end = new AbortController();
    write(store, 'web', 'before');
    const batches = store.follow({}, end.signal);
    write(store, 'web', 'a');
    write(store, 'api', 'b');
    write(store, 'web', 'c');
    expect(lines((await read(batches, 3)).entries)).toEqual(['a', 'b', 'c']);
  });

  it('replays what is held after since_seq, then goes on, without a gap or a double', async () => {
    const {store} = createStore();
    const end = new AbortController();
    write(store, 'web', ...numbered(1500));
    const reading = read(store.follow({sinceSeq: 1000}, end.signal), 1000);
    write(store, 'api', ...numbered(500));
    const {entries} = await reading;
    expect(entries.map(({seq}) => seq)).toEqual(Array.from({length: 1000}, (_, i) => 1001 + i));
  });

  it('begins anew for a reader that comes from an earlier run, further than this one', async () => {
    const {store} = createStore();
    write(store, 'web', ...numbered(2));
    const {entries} = await read(store.follow({sinceSeq: 50}, new AbortController().signal), 2);
    expect(lines(entries)).toEqual(numbered(2));
  });

  it('misses nothing when it keeps up, however small the ring', async () => {
    const {store} = createStore({maxLines: 1});
    const end = new AbortController();
    const reading = read(store.follow({}, end.signal), 300);
    await Promise.resolve();
    write(store, 'web', ...numbered(300));
    const {entries, dropped} = await reading;
    expect(lines(entries)).toEqual(numbered(300));
    expect(dropped).toBe(0);
  });

  it('tells a lagging reader how much it lost', async () => {
    const {store} = createStore({maxLines: 10});
    const end = new AbortController();
    const batches = store.follow({}, end.signal);
    const padding = 'x'.repeat(1000);
    for (let index = 1; index <= 5000; index++) write(store, 'web', `${index} ${padding}`);
    const {entries, dropped} = await read(batches, 10);
    expect(dropped).toBeGreaterThan(4900);
    expect(dropped + entries.length).toBe(5000);
    expect(entries.at(-1)?.line).toBe(`5000 ${padding}`);
  });

  it('hands over no more than 256 KB at once, and all of it in the end', async () => {
    const {store} = createStore();
    const end = new AbortController();
    const batches = store.follow({}, end.signal);
    const line = 'x'.repeat(10_000);
    for (let count = 0; count < 300; count++) write(store, count % 2 ? 'api' : 'web', line);
    let entries = 0;
    for await (const batch of batches) {
      expect(batch.entries.length * line.length).toBeLessThanOrEqual(256 * 1024);
      entries += batch.entries.length;
      if (entries === 300) break;
    }
    expect(entries).toBe(300);
  });

  it('ends when its signal aborts', async () => {
    const {store} = createStore();
    const end = new AbortController();
    const reading = read(store.follow({}, end.signal), 1);
    end.abort();
    expect((await reading).entries).toEqual([]);
  });

  it('refuses a bad filter at the call', () => {
    const {store} = createStore();
    const {signal} = new AbortController();
    expect(() => store.follow({process: ['nope']}, signal)).toThrow('No such process');
    expect(() => store.follow({pattern: '(', regex: true}, signal)).toThrow('Invalid pattern');
  });
});

describe('LogStore.written', () => {
  it('counts what a process wrote, also what is held no longer, and not what prox says', () => {
    const {store} = createStore({maxLines: 10});
    write(store, 'web', ...Array.from({length: 100}, () => 'five'));
    store.append('web', {bytes: Buffer.from('é\n'), stream: 'stderr', isTruncated: false});
    store.say('web', 'web started');
    write(store, 'api', 'a');
    expect(store.written('web')).toEqual({lines: 101, bytes: 503});
    expect(store.totalWritten).toEqual({lines: 102, bytes: 505});
  });

  it('knows no other names', () => {
    expect(() => createStore().store.written('nope')).toThrow('No such process');
  });
});
