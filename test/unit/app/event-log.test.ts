import {describe, expect, it} from 'vitest';
import {EventLog} from '../../../src/app/event-log.ts';
import {
  type EventBatch,
  type EventReport,
  MAX_EVENTS,
  type ProxEvent,
} from '../../../src/core/event.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {MemoryJournal} from '../../rig/memory-journal.ts';
import {proxEvent} from '../../rig/observation-sample.ts';

const STARTED = {type: 'process.started', process: 'web', message: 'web started (pid 1)'} as const;
const CRASHED = {type: 'process.crashed', process: 'web', message: 'web crashed'} as const;
const CONFLICT = {type: 'system.port_conflict', process: 'api', message: 'taken'} as const;
const RELOADED = {type: 'config.reloaded', message: 'reloaded'} as const;

function setUp({kept = [], reports = []}: Partial<Start> = {}) {
  const clock = new FakeClock();
  const journal = new MemoryJournal(kept);
  const log = new EventLog({clock, journal});
  for (const report of reports) log.report(report);
  return {clock, journal, log};
}

interface Start {
  readonly kept: readonly ProxEvent[];
  readonly reports: readonly EventReport[];
}

function times(count: number, report: EventReport): EventReport[] {
  return Array.from({length: count}, () => report);
}

function idsOf({events}: {readonly events: readonly ProxEvent[]}): readonly number[] {
  return events.map(({id}) => id);
}

describe('what is reported', () => {
  it('becomes an event whose severity follows from its type', () => {
    const {log} = setUp({reports: [{...CRASHED, details: {exitCode: 1}}]});
    expect(log.query({}).events).toEqual([
      {
        id: 1,
        timestamp: '2026-01-01T00:00:00.000Z',
        severity: 'critical',
        type: 'process.crashed',
        process: 'web',
        message: 'web crashed',
        details: {exitCode: 1},
        acknowledged: false,
        acknowledgedAt: undefined,
      },
    ]);
  });

  it('is numbered on from what earlier runs have left', () => {
    const {log} = setUp({kept: [proxEvent(40), proxEvent(41)], reports: [STARTED]});
    expect(idsOf(log.query({}))).toEqual([42, 41, 40]);
  });

  it('pushes the oldest out of the newest thousand, and the journal hears all', () => {
    const {log, journal} = setUp({reports: times(MAX_EVENTS + 2, STARTED)});
    const {events, totalCount} = log.query({limit: 5000});
    expect([events.length, totalCount, events[0]?.id, events.at(-1)?.id]).toEqual([
      MAX_EVENTS,
      MAX_EVENTS,
      MAX_EVENTS + 2,
      3,
    ]);
    expect(journal.appended.length).toBe(MAX_EVENTS + 2);
  });

  it('keeps its place and time while its details are not known yet', async () => {
    const {log, clock, journal} = setUp();
    let tell = (_lines: readonly string[]): void => undefined;
    const lines = new Promise<readonly string[]>(resolve => (tell = resolve));
    const moreDetails = lines.then(known => ({lines: known}));
    log.report({...CRASHED, details: {exitCode: 1}, moreDetails});
    clock.advance(1000);
    log.report(STARTED);
    log.report({...CRASHED, moreDetails: Promise.resolve({})});
    expect(log.query({}).totalCount).toBe(0);
    tell(['last words']);
    await log.flush();
    const events = log.query({}).events.toReversed();
    expect(events).toMatchObject([
      {id: 1, type: 'process.crashed', details: {exitCode: 1, lines: ['last words']}},
      {id: 2, type: 'process.started'},
      {id: 3, type: 'process.crashed'},
    ]);
    expect(events[0]?.timestamp).toBe('2026-01-01T00:00:00.000Z');
    expect(journal.appended).toEqual(events);
    log.report(STARTED);
    expect(log.query({}).totalCount).toBe(4);
  });

  it('is bounded, and steers no terminal', () => {
    const lines = ['x'.repeat(5000), '\u001B[31mred\u001B[0m'];
    const message = `one\n  two\u001B]0;title\u0007${'y'.repeat(5000)}`;
    const {log} = setUp({reports: [{...CRASHED, message, details: {deep: {lines}}}]});
    const [event] = log.query({}).events;
    expect(event?.message).toHaveLength(1000 - '\u001B]0;title\u0007'.length);
    expect(event?.message).toMatch(/^one; twoyyy.*y…$/);
    expect(event?.details).toEqual({deep: {lines: [`${'x'.repeat(999)}…`, 'red']}});
  });
});

describe('a query', () => {
  const reports = [STARTED, CRASHED, CONFLICT, RELOADED];

  it('gives the newest first, and where there are more', () => {
    const {log} = setUp({reports});
    expect(log.query({limit: 3})).toMatchObject({filteredCount: 3, totalCount: 4, hasMore: true});
    expect(idsOf(log.query({limit: 3}))).toEqual([4, 3, 2]);
    expect(log.query({limit: 3, offset: 3})).toMatchObject({
      events: [{id: 1}],
      filteredCount: 1,
      totalCount: 4,
      hasMore: false,
    });
  });

  it.each([
    [{severity: ['warning', 'critical']}, [3, 2]],
    [{type: ['process.started', 'config.reloaded']}, [4, 1]],
    [{process: ['web']}, [2, 1]],
    [{process: ['web'], severity: ['critical']}, [2]],
    [{process: ['nobody']}, []],
    [{acknowledged: true}, [1]],
    [{acknowledged: false}, [4, 3, 2]],
  ] as const)('gives those of which all conditions hold: %j', (query, ids) => {
    const {log} = setUp({reports});
    log.acknowledgeOne(1);
    expect(idsOf(log.query(query))).toEqual(ids);
    expect(log.query({...query, limit: 1}).totalCount).toBe(ids.length);
  });

  it('gives those since a time, inclusive', () => {
    const {log, clock} = setUp({reports: [STARTED]});
    clock.advance(1000);
    log.report(CRASHED);
    expect(idsOf(log.query({since: clock.now()}))).toEqual([2]);
    expect(idsOf(log.query({since: clock.now() + 1}))).toEqual([]);
  });
});

describe('an acknowledgement', () => {
  it('takes an event out of the count, once', () => {
    const {log, clock, journal} = setUp({reports: [STARTED, CRASHED, CONFLICT]});
    expect(log.count()).toEqual({count: 2, bySeverity: {warning: 1, critical: 1}});
    log.acknowledgeOne(2);
    clock.advance(1000);
    log.acknowledgeOne(2);
    expect(log.count()).toEqual({count: 1, bySeverity: {warning: 1, critical: 0}});
    expect(log.query({acknowledged: true}).events).toMatchObject([
      {id: 2, acknowledgedAt: '2026-01-01T00:00:00.000Z'},
    ]);
    expect(journal.acknowledged).toEqual([{ids: [2], at: '2026-01-01T00:00:00.000Z'}]);
  });

  it('of what is not there, or not any more, is refused', () => {
    const {log} = setUp({reports: times(MAX_EVENTS + 1, STARTED)});
    expect(() => log.acknowledgeOne(1)).toThrow('No such event: 1');
    expect(() => log.acknowledgeOne(5000)).toThrow('No such event: 5000');
  });

  it('of several counts those that were not before', () => {
    const {log} = setUp({reports: [STARTED, CRASHED, CONFLICT]});
    expect(log.acknowledge({ids: [1, 2, 2, 99]})).toEqual({acknowledged: 2});
    expect(log.acknowledge({all: true})).toEqual({acknowledged: 1});
    expect(log.acknowledge({all: true})).toEqual({acknowledged: 0});
  });
});

describe('a reader', () => {
  it('gets what is kept after an id, then what happens, without a gap or a double', async () => {
    const {log} = setUp({reports: [STARTED, CRASHED]});
    const reader = open(log, {sinceId: 1});
    log.report(CONFLICT);
    expect(await reader.take(2)).toEqual([
      {dropped: 0, events: [expect.objectContaining({id: 2})]},
      {dropped: 0, events: [expect.objectContaining({id: 3})]},
    ]);
  });

  it('gets only what happens from the call on when it asks for no more', async () => {
    const {log} = setUp({reports: [STARTED]});
    const reader = open(log, {});
    log.report(CRASHED);
    expect((await reader.take(1)).flatMap(idsOf)).toEqual([2]);
  });

  it('gets what matches, kept or new', async () => {
    const {log} = setUp({reports: [STARTED, CRASHED]});
    const reader = open(log, {sinceId: 0, severity: ['critical']});
    log.report(STARTED);
    log.report(CRASHED);
    expect((await reader.take(2)).flatMap(idsOf)).toEqual([2, 4]);
  });

  it('that comes back after a long time is told how much is not kept any more', async () => {
    const {log} = setUp({reports: times(MAX_EVENTS + 10, STARTED)});
    const [first] = await open(log, {sinceId: 4}).take(1);
    expect(first).toMatchObject({dropped: 6});
    const [all] = await open(log, {sinceId: 0}).take(1);
    expect(all).toMatchObject({dropped: 0});
  });

  it('that comes back to a prox whose events were removed gets all that is kept, and what happens now', async () => {
    const {log} = setUp({reports: [STARTED]});
    const reader = open(log, {sinceId: 70});
    log.report(CRASHED);
    expect((await reader.take(2)).flatMap(idsOf)).toEqual([1, 2]);
  });

  it('that lags loses its own oldest, and is told', async () => {
    const {log} = setUp();
    const reader = open(log, {});
    for (const report of times(MAX_EVENTS + 3, STARTED)) log.report(report);
    expect(await reader.take(2)).toEqual([
      {dropped: 3, events: []},
      {dropped: 0, events: [expect.objectContaining({id: 4})]},
    ]);
  });
});

function open(log: EventLog, query: Parameters<EventLog['follow']>[0]) {
  const batches = log.follow(query, new AbortController().signal);
  return {
    async take(count: number): Promise<readonly EventBatch[]> {
      const taken: EventBatch[] = [];
      for await (const batch of batches) {
        taken.push(batch);
        if (taken.length === count) break;
      }
      return taken;
    },
  };
}
