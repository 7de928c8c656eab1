import {randomInt} from 'node:crypto';
import type {Clock} from '../../core/clock.ts';
import {ProxError} from '../../core/errors.ts';
import {
  DEFAULT_REQUEST_LIMIT,
  MAX_REQUEST_LIMIT,
  type RequestBatch,
  type RequestDetail,
  type RequestFilter,
  type RequestPage,
  type RequestQuery,
  type RequestRecord,
  type RequestRef,
} from '../../core/request-record.ts';
import type {Capture} from '../capture/capture.ts';
import {LiveRequest, toRecord, type RequestStart} from './live-request.ts';
import {requestMatcher} from './request-filter.ts';
import {RequestFollower} from './request-follower.ts';

/** Any number in here has 7 hex digits, and more of them only after hundreds of millions of requests. */
const FIRST_NUMBERS = {min: 0x1000000, max: 0x8000000};
const ID = /^[\da-f]{7,12}$/;
/** What a follower that lags may have waiting. */
const MAX_QUEUED = 1000;

export interface RequestLogOptions {
  /** Records kept; the oldest leave first, and what was captured of them. */
  readonly maxRequests: number;
  readonly clock: Clock;
  /** Undefined: bodies and headers are not kept. */
  readonly capture: Capture | undefined;
}

/**
 * The newest exchanges of the proxy. `begin` and `end` are its hot path: nothing is rendered, and nothing
 * is published when nobody follows.
 */
export class RequestLog {
  readonly #clock: Clock;
  readonly #capture: Capture | undefined;
  readonly #maxRequests: number;
  /** The request of number n stands at n - #firstNumber, modulo its size. */
  readonly #ring: (LiveRequest | undefined)[] = [];
  readonly #followers = new Set<RequestFollower<LiveRequest>>();
  readonly #firstNumber = randomInt(FIRST_NUMBERS.min, FIRST_NUMBERS.max);
  #count = 0;
  #inFlight = 0;

  constructor({maxRequests, clock, capture}: RequestLogOptions) {
    this.#maxRequests = maxRequests;
    this.#clock = clock;
    this.#capture = capture;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  begin(start: RequestStart): LiveRequest {
    const number = this.#firstNumber + this.#count;
    const request = new LiveRequest(start, {
      number,
      startedAt: this.#clock.now(),
      startedMs: this.#clock.monotonic(),
      capture: this.#capture?.begin(number.toString(16)),
    });
    const slot = this.#count % this.#maxRequests;
    this.#ring[slot]?.capture?.discard();
    this.#ring[slot] = request;
    this.#count += 1;
    this.#inFlight += 1;
    return request;
  }

  /** Idempotent; also for a request that the ring has let go. */
  end(request: LiveRequest): void {
    if (!request.inFlight) return;
    request.finish(this.#clock.monotonic());
    this.#inFlight -= 1;
    request.capture?.end();
    for (const follower of this.#followers) follower.push(request);
  }

  /** `totalCount` does not depend on `limit` and `beforeId`. @throws ProxError REQUEST_NOT_FOUND */
  query({limit = DEFAULT_REQUEST_LIMIT, beforeId, ...filter}: RequestQuery): RequestPage {
    const before = beforeId === undefined ? Number.POSITIVE_INFINITY : this.#find(beforeId).number;
    const matches = requestMatcher(filter);
    const maxCount = Math.min(limit, MAX_REQUEST_LIMIT);
    const nowMs = this.#clock.monotonic();
    const requests: RequestRecord[] = [];
    let totalCount = 0;
    for (const request of this.#newestFirst()) {
      if (!matches(request, request.durationMs(nowMs))) continue;
      totalCount += 1;
      if (request.number < before && requests.length < maxCount) {
        requests.push(toRecord(request, nowMs));
      }
    }
    return {requests, filteredCount: requests.length, totalCount};
  }

  /**
   * Exchanges that match, as they finish; listens from the call on. A reader that lags loses its own
   * oldest and is told; it never slows the proxy.
   */
  follow(filter: RequestFilter, signal: AbortSignal): AsyncIterable<RequestBatch> {
    const matches = requestMatcher(filter);
    const follower = new RequestFollower<LiveRequest>({
      accepts: request => matches(request, request.durationMs(0)),
      maxQueued: MAX_QUEUED,
    });
    this.#followers.add(follower);
    const leave = (): void => {
      signal.removeEventListener('abort', leave);
      this.#followers.delete(follower);
      follower.close();
    };
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave);
    return toBatches(follower, leave);
  }

  /** @throws ProxError REQUEST_NOT_FOUND */
  async detail({id, include = []}: RequestRef): Promise<RequestDetail> {
    const request = this.#find(id);
    const record = toRecord(request, this.#clock.monotonic());
    const details = await request.capture?.read({withData: include.includes('body')});
    return {...record, details};
  }

  /** Forgets what has finished, and what was captured of it. */
  clear(): void {
    for (const [slot, request] of this.#ring.entries()) {
      if (request === undefined || request.inFlight) continue;
      request.capture?.discard();
      this.#ring[slot] = undefined;
    }
  }

  *#newestFirst(): Generator<LiveRequest> {
    const oldest = Math.max(0, this.#count - this.#maxRequests);
    for (let index = this.#count - 1; index >= oldest; index--) {
      const request = this.#ring[index % this.#maxRequests];
      if (request !== undefined) yield request;
    }
  }

  #find(id: string): LiveRequest {
    const number = ID.test(id) ? Number.parseInt(id, 16) : Number.NaN;
    const request = this.#ring[(number - this.#firstNumber) % this.#maxRequests];
    if (request?.number === number) return request;
    throw new ProxError('REQUEST_NOT_FOUND', {
      detail: id,
      hint: `Only the newest ${this.#maxRequests} requests are kept; \`prox requests\` lists them.`,
    });
  }
}

/** `leave` is called when the reader goes. */
async function* toBatches(
  follower: RequestFollower<LiveRequest>,
  leave: () => void,
): AsyncGenerator<RequestBatch> {
  try {
    for await (const {items, dropped} of follower.read()) {
      yield {requests: items.map(request => toRecord(request, 0)), dropped};
    }
  } finally {
    leave();
  }
}
