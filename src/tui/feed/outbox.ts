import type {Clock, Timer} from '../../core/clock.ts';
import type {FeedMessage, Send} from './feed-message.ts';

/** No screen shows more often. */
const INTERVAL_MS = 16;

export interface OutboxOptions {
  readonly clock: Clock;
  readonly send: Send;
}

/**
 * Hands messages on: at once after a silence, else together with all that comes within 16 ms, those of
 * one type as one. Without messages it has no timer.
 */
export class Outbox {
  readonly #clock: Clock;
  readonly #send: Send;
  #pending: FeedMessage[] = [];
  #flushedMs = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;

  constructor({clock, send}: OutboxOptions) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Takes what may wait, and be said as one with others of its type. */
  put(message: FeedMessage): void {
    const index = this.#pending.findLastIndex(({type}) => type === message.type);
    const before = this.#pending[index];
    const joined = before && join(before, message);
    if (joined) this.#pending[index] = joined;
    else this.#pending.push(message);
    this.#flushInTime();
  }

  /** Hands on all that was put before, then this: what comes later is not joined with what came before. */
  putNow(message: FeedMessage): void {
    this.#pending.push(message);
    this.#flush();
  }

  /** Drops what waits: nobody looks any more. */
  close(): void {
    this.#timer?.cancel();
    this.#pending = [];
  }

  #flushInTime(): void {
    if (this.#timer !== undefined) return;
    const waitMs = this.#flushedMs + INTERVAL_MS - this.#clock.monotonic();
    if (waitMs <= 0) this.#flush();
    else this.#timer = this.#clock.after(waitMs, () => this.#flush());
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#flushedMs = this.#clock.monotonic();
    for (const message of this.#pending.splice(0)) this.#send(message);
  }
}

/** Undefined when the two must be said one by one: a loss keeps its place. */
function join(before: FeedMessage, after: FeedMessage): FeedMessage | undefined {
  if (after.type === 'status' || after.type === 'processes') return after;
  if (before.type === 'requests' && after.type === 'requests') {
    return {...before, records: before.records.concat(after.records)};
  }
  if (before.type === 'logs' && after.type === 'logs' && after.dropped === 0) {
    return {...before, entries: before.entries.concat(after.entries)};
  }
  if (before.type === 'events' && after.type === 'events' && after.dropped === 0) {
    return {...before, events: before.events.concat(after.events)};
  }
  return undefined;
}
