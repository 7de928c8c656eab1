import {setImmediate} from 'node:timers/promises';
import type {LogBatch, LogEntry} from '../core/log-entry.ts';
import type {entryTest} from './log-filter.ts';
import type {LogRing} from './log-ring.ts';

/** Entries handed over at once: bounds what a reader holds in memory (spec: api.md, "Streams"). */
const MAX_BATCH = 1000;

export interface LogFollowerOptions {
  readonly rings: readonly LogRing[];
  readonly test: ReturnType<typeof entryTest>;
  /** Undefined: from now on. */
  readonly sinceSeq: number | undefined;
  /** Lost before the first entry. */
  readonly dropped: number;
}

/**
 * Reads rings in the order of seq. It has no queue of its own: the rings are the queue, and what a slow
 * reader finds gone from them is counted. It costs nothing until it is read.
 */
export class LogFollower {
  readonly #cursors: readonly Cursor[];
  readonly #test: LogFollowerOptions['test'];
  #dropped: number;

  constructor({rings, test, sinceSeq, dropped}: LogFollowerOptions) {
    this.#cursors = rings.map(ring => new Cursor(ring, sinceSeq));
    this.#test = test;
    this.#dropped = dropped;
  }

  /** Batches until `signal` aborts; `appended` resolves when there may be more, and on abort. */
  async *read(appended: () => Promise<void>, signal: AbortSignal): AsyncGenerator<LogBatch> {
    while (!signal.aborted) {
      const {entries, scanned} = this.#next();
      const dropped = this.#dropped;
      this.#dropped = 0;
      if (entries.length > 0 || dropped > 0) yield {dropped, entries};
      else if (scanned > 0) await setImmediate();
      else await appended();
    }
  }

  #next(): {entries: LogEntry[]; scanned: number} {
    for (const cursor of this.#cursors) this.#dropped += cursor.skipLost();
    const open = new Set(this.#cursors.filter(cursor => cursor.hasMore));
    const entries: LogEntry[] = [];
    let scanned = 0;
    while (open.size > 0 && scanned < MAX_BATCH) {
      const cursor = oldest(open);
      const entry = cursor.take();
      scanned += 1;
      if (!cursor.hasMore) open.delete(cursor);
      if (!this.#test || this.#test(entry)) entries.push(entry);
    }
    return {entries, scanned};
  }
}

class Cursor {
  readonly #ring: LogRing;
  #ordinal: number;

  constructor(ring: LogRing, sinceSeq: number | undefined) {
    this.#ring = ring;
    this.#ordinal =
      sinceSeq === undefined ? ring.end : Math.max(ring.firstVisible, ring.firstAfter(sinceSeq));
  }

  get hasMore(): boolean {
    return this.#ordinal < this.#ring.end;
  }

  get seq(): number {
    return this.#ring.seq(this.#ordinal);
  }

  take(): LogEntry {
    const entry = this.#ring.entry(this.#ordinal);
    this.#ordinal += 1;
    return entry;
  }

  /** Returns how many lines were let go before they were read. */
  skipLost(): number {
    const lost = Math.max(0, this.#ring.firstHeld - this.#ordinal);
    this.#ordinal += lost;
    return lost;
  }
}

function oldest(cursors: Iterable<Cursor>): Cursor {
  let best: Cursor | undefined;
  for (const cursor of cursors) if (!best || cursor.seq < best.seq) best = cursor;
  if (!best) throw new RangeError('no cursor');
  return best;
}
