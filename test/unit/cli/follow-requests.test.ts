import {describe, expect, test} from 'vitest';
import {toWire} from '../../../src/api/wire.ts';
import type {FollowOptions, SupervisorStatus} from '../../../src/core/prox.ts';
import type {
  RequestBatch,
  RequestPage,
  RequestQuery,
  RequestRecord,
} from '../../../src/core/request-record.ts';
import {ApiRig} from '../../rig/api-rig.ts';
import {FakeProx, SAMPLE} from '../../rig/fake-prox.ts';
import {requestRecord} from '../../rig/proxy-sample.ts';
import {runOn, type Result} from './run-program.ts';

/** What a reader gets who connects, until the connection ends. */
interface Visit {
  /** Of the prox that answers; another one is another run. */
  readonly pid?: number;
  /** Newest first. */
  readonly held: readonly RequestRecord[];
  readonly batches: readonly RequestBatch[];
}

/** A prox that a reader finds different each time it connects; the last time it stays. */
class ReturningProx extends FakeProx {
  readonly #visits: readonly Visit[];
  #index = 0;
  #isListed: () => void = () => {};

  constructor(...visits: readonly Visit[]) {
    super();
    this.#visits = visits;
    this.requestSource = options => this.#batches(options);
  }

  override async status(): Promise<SupervisorStatus> {
    return {...SAMPLE.status, pid: this.#visit.pid ?? 1};
  }

  override async requests({limit = 100}: RequestQuery): Promise<RequestPage> {
    const requests = this.#visit.held.slice(0, limit);
    this.#isListed();
    return {requests, filteredCount: requests.length, totalCount: this.#visit.held.length};
  }

  get #visit(): Visit {
    return this.#visits[this.#index] ?? {held: [], batches: []};
  }

  async *#batches({signal}: FollowOptions): AsyncGenerator<RequestBatch> {
    const listed = new Promise<void>(resolve => (this.#isListed = resolve));
    yield* this.#visit.batches;
    await listed;
    if (this.#index + 1 < this.#visits.length) this.#index += 1;
    else if (!signal.aborted) {
      await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
    }
  }
}

/** Until the reader has seen `/last`. */
async function follow(prox: FakeProx, ...words: readonly string[]): Promise<Result> {
  await using api = await ApiRig.start({prox});
  const addr = ['--addr', `127.0.0.1:${api.port}`];
  return await runOn({goneAfter: /\/last/}, 'requests', '-f', ...words, ...addr);
}

function urlsOf({stdout}: Result): readonly string[] {
  return stdout.split('\n').flatMap(line => line.split('6788')[1] ?? []);
}

const [a1, a2, a3, a4] = ['00000a1', '00000a2', '00000a3', '00000a4'].map(id =>
  requestRecord({id, url: `/${id}`}),
) as [RequestRecord, RequestRecord, RequestRecord, RequestRecord];
const last = requestRecord({id: '00000ff', url: '/last'});
const open = {...a3, inFlight: true, statusCode: undefined};

function batch(...requests: readonly RequestRecord[]): RequestBatch {
  return {dropped: 0, requests};
}

describe('following', () => {
  test('shows each request once, whether it finished before or after', async () => {
    const lost = {dropped: 2, requests: [a3]};
    const prox = new ReturningProx({held: [open, a2, a1], batches: [batch(a2), lost, batch(last)]});
    const result = await follow(prox);

    expect(result.outcome).toBe(0);
    expect(urlsOf(result)).toEqual(['/00000a1', '/00000a2', '/00000a3', '/last']);
    expect(result.stderr).toBe('prox: 2 requests were lost here, they came too fast\n');
  });

  test('as JSON is an object a line', async () => {
    const prox = new ReturningProx({held: [a1], batches: [batch(a2), batch(last)]});
    const {stdout} = await follow(prox, '--json');
    const lines = stdout.trimEnd().split('\n');

    expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([a1, a2, last].map(toWire));
  });

  test('of an empty list waits for the first', async () => {
    const prox = new ReturningProx({held: [], batches: [batch(last)]});

    expect(urlsOf(await follow(prox))).toEqual(['/last']);
  });

  test('begins with as many as are asked for', async () => {
    const prox = new ReturningProx({held: [a3, a2, a1], batches: [batch(last)]});

    expect(urlsOf(await follow(prox, '-n', '2'))).toEqual(['/00000a2', '/00000a3', '/last']);
  });
});

describe('when the connection ends', () => {
  test('what finished meanwhile is shown, and nothing twice, nor what nobody asked for', async () => {
    const prox = new ReturningProx(
      {held: [a2, a1], batches: [batch()]},
      {held: [a4, a3, a2, a1], batches: [batch(a4), batch(last)]},
    );

    expect(urlsOf(await follow(prox, '-n', '1'))).toEqual([
      '/00000a2',
      '/00000a3',
      '/00000a4',
      '/last',
    ]);
  });

  test('all that the next prox has seen is shown, whatever its ids', async () => {
    const other = {...a1, url: '/other'};
    const prox = new ReturningProx(
      {pid: 1, held: [a1], batches: [batch()]},
      {pid: 2, held: [a2, other], batches: [batch(), batch(last)]},
    );

    expect(urlsOf(await follow(prox, '-n', '1'))).toEqual([
      '/00000a1',
      '/other',
      '/00000a2',
      '/last',
    ]);
  });
});
