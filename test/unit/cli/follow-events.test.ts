import {describe, expect, test} from 'vitest';
import {toWire} from '../../../src/api/wire.ts';
import type {
  EventBatch,
  EventPage,
  EventQuery,
  EventStreamQuery,
  ProxEvent,
} from '../../../src/core/event.ts';
import type {FollowOptions, SupervisorStatus} from '../../../src/core/prox.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {FakeProx, SAMPLE} from '../../rig/fake-prox.ts';
import {proxEvent} from '../../rig/observation-sample.ts';
import {runOn, type Result} from './run-program.ts';

/** What a reader gets who connects, until the connection ends. */
interface Visit {
  /** Of the prox that answers; another one is another run. */
  readonly pid?: number;
  /** Newest first. */
  readonly kept: readonly ProxEvent[];
  readonly batches: readonly EventBatch[];
}

/** A prox that a reader finds different each time it connects; the last time it stays. */
class ReturningProx extends FakeProx {
  /** What the reader asked for when it connected. */
  readonly followed: EventStreamQuery[] = [];
  readonly #visits: readonly Visit[];
  #index = 0;

  constructor(...visits: readonly Visit[]) {
    super();
    this.#visits = visits;
  }

  override async status(): Promise<SupervisorStatus> {
    return {...SAMPLE.status, pid: this.#visit.pid ?? 1};
  }

  override async events({limit = 100}: EventQuery): Promise<EventPage> {
    const {kept} = this.#visit;
    const events = kept.slice(0, limit);
    return {events, filteredCount: events.length, totalCount: kept.length, hasMore: false};
  }

  override async *followEvents(
    query: EventStreamQuery,
    {signal}: FollowOptions,
  ): AsyncGenerator<EventBatch> {
    this.followed.push(query);
    yield* this.#visit.batches;
    if (this.#index + 1 < this.#visits.length) this.#index += 1;
    else if (!signal.aborted) {
      await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
    }
  }

  get #visit(): Visit {
    return this.#visits[this.#index] ?? {kept: [], batches: []};
  }
}

/** Until the reader has seen the event with this message. */
const last = proxEvent(99, {message: 'the last'});

async function follow(prox: FakeProx, ...words: readonly string[]): Promise<Result> {
  await using api = await ApiRig.start({prox});
  const addr = ['--addr', `127.0.0.1:${api.port}`];
  return await runOn({goneAfter: /the last/}, 'events', '-f', ...words, ...addr);
}

function idsOf({stdout}: Result): readonly number[] {
  return stdout.split('\n').flatMap(line => /^\d+/.exec(line)?.map(Number) ?? []);
}

function batch(...events: readonly ProxEvent[]): EventBatch {
  return {dropped: 0, events};
}

const [e1, e2, e3] = [proxEvent(1), proxEvent(2), proxEvent(3)];

describe('following', () => {
  test('shows what is kept, oldest first, then what happens', async () => {
    const prox = new ReturningProx({
      kept: [e2, e1],
      batches: [{dropped: 2, events: [e3]}, batch(last)],
    });
    const result = await follow(prox);

    expect(result).toMatchObject({
      outcome: 0,
      stderr: 'prox: 2 events were lost here, they came too fast\n',
    });
    expect(result.stdout).toMatch(/^ID /);
    expect(idsOf(result)).toEqual([1, 2, 3, 99]);
    expect(prox.followed).toEqual([{sinceId: 2}]);
  });

  test('as JSON is an object a line', async () => {
    const prox = new ReturningProx({kept: [e1], batches: [batch(e2), batch(last)]});
    const {stdout} = await follow(prox, '--json');
    const lines = stdout.trimEnd().split('\n');

    expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([e1, e2, last].map(toWire));
  });

  test('of nothing begins with now, whatever the filter has passed over', async () => {
    const prox = new ReturningProx({kept: [e3], batches: [batch(last)]});

    expect(idsOf(await follow(prox, '-n', '0', '--severity', 'critical'))).toEqual([99]);
    expect(prox.followed).toEqual([{severity: ['critical'], sinceId: 3}]);
  });

  test('what is unacknowledged passes over what was acknowledged meanwhile', async () => {
    const done = {...e2, acknowledged: true};
    const prox = new ReturningProx({kept: [e1], batches: [batch(done, e3), batch(last)]});

    expect(idsOf(await follow(prox, '--unacknowledged'))).toEqual([1, 3, 99]);
  });
});

describe('when the connection ends', () => {
  test('it goes on after the last event, also in the next run', async () => {
    const prox = new ReturningProx(
      {kept: [e1], batches: [batch(e2)]},
      {pid: 2, kept: [e3, e2, e1], batches: [batch(e3), batch(last)]},
    );

    expect(idsOf(await follow(prox))).toEqual([1, 2, 3, 99]);
    expect(prox.followed).toEqual([{sinceId: 1}, {sinceId: 2}]);
  });

  test('it begins anew with a prox that has kept nothing of before', async () => {
    const prox = new ReturningProx(
      {kept: [e3, e2], batches: [batch()]},
      {pid: 2, kept: [e1], batches: [batch(e1), batch(last)]},
    );

    expect(idsOf(await follow(prox))).toEqual([2, 3, 1, 99]);
    expect(prox.followed).toEqual([{sinceId: 3}, {sinceId: 0}]);
  });
});
