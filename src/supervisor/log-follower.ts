import {setImmediate} from 'node:timers/promises';
import type {LogBatch, LogText, TextBatch} from '../core/log-entry.ts';
import type {LineFilter} from './log-filter.ts';
import type {LineRun} from './log-page.ts';
import type {LogRing} from './log-ring.ts';

/** Handed over at once: they bound what a reader holds in memory (docs/reference/api.md, "Streams"). */
const MAX_LINES = 1000;
/** The last run may go over it, by a page at most. */
const MAX_BYTES = 192 * 1024;

export interface LogFollowerOptions {
  /** The same list until there is one more ring, which is then read from its beginning. */
  readonly rings: () => readonly LogRing[];
  readonly filter: LineFilter;
  /** Undefined: from now on. */
  readonly sinceSeq: number | undefined;
  /** Lost before the first entry. */
  readonly dropped: number;
}

/** Resolves when there may be more, and when the reader's signal aborts. */
export type Appended = () => Promise<void>;

interface RingRun {
  readonly ring: LogRing;
  readonly run: LineRun;
}

/**
 * Reads rings in the order of seq. It has no queue of its own: the rings are the queue, and what a slow
 * reader finds gone from them is counted. It costs nothing until it is read.
 */
export class LogFollower {
  readonly #rings: LogFollowerOptions['rings'];
  readonly #cursors: Cursor[];
  readonly #filter: LineFilter;
  #dropped: number;
  #holdsRings = false;

  constructor({rings, filter, sinceSeq, dropped}: LogFollowerOptions) {
    this.#rings = rings;
    this.#cursors = rings().map(ring => new Cursor(ring, sinceSeq));
    this.#filter = filter;
    this.#dropped = dropped;
  }

  /** Batches of entries until `signal` aborts. */
  async *entries(appended: Appended, signal: AbortSignal): AsyncGenerator<LogBatch> {
    const {acceptsText} = this.#filter;
    for await (const {dropped, runs} of this.#read(appended, signal)) {
      const all = runs.flatMap(({ring, run}) => ring.entries(run));
      const entries = acceptsText ? all.filter(({line}) => acceptsText(line)) : all;
      if (entries.length > 0 || dropped > 0) yield {dropped, entries};
    }
  }

  /**
   * The same as bytes, for who prints all there is. What it has not read is kept for it as far as there is
   * room. The bytes are good until the reader awaits something. A filter by text is not applied.
   */
  async *texts(appended: Appended, signal: AbortSignal): AsyncGenerator<TextBatch> {
    this.#holdsRings = true;
    for (const cursor of this.#cursors) cursor.ring.hold(cursor);
    try {
      for await (const {dropped, runs} of this.#read(appended, signal)) {
        const texts = runs.map(({ring, run}) => toText(ring, run));
        yield {dropped, texts};
      }
    } finally {
      for (const cursor of this.#cursors) cursor.ring.letGo(cursor);
    }
  }

  async *#read(
    appended: Appended,
    signal: AbortSignal,
  ): AsyncGenerator<{dropped: number; runs: readonly RingRun[]}> {
    while (!signal.aborted) {
      const {runs, scanned} = this.#next();
      const dropped = this.#dropped;
      this.#dropped = 0;
      if (runs.length > 0 || dropped > 0) yield {dropped, runs};
      else if (scanned > 0) await setImmediate();
      else await appended();
    }
  }

  #join(): void {
    for (const ring of this.#rings().slice(this.#cursors.length)) {
      const cursor = new Cursor(ring, 0);
      if (this.#holdsRings) ring.hold(cursor);
      this.#cursors.push(cursor);
    }
  }

  #next(): {runs: RingRun[]; scanned: number} {
    this.#join();
    for (const cursor of this.#cursors) this.#dropped += cursor.skipLost();
    const open = new Set(this.#cursors.filter(({hasMore}) => hasMore));
    const runs: RingRun[] = [];
    let scanned = 0;
    let bytes = 0;
    while (open.size > 0 && scanned < MAX_LINES && bytes < MAX_BYTES) {
      const cursor = oldest(open);
      const run = cursor.take(MAX_LINES - scanned);
      scanned += run.endOrdinal - run.firstOrdinal;
      if (!cursor.hasMore) open.delete(cursor);
      if (!this.#filter.acceptsRun(run)) continue;
      runs.push({ring: cursor.ring, run});
      bytes += cursor.ring.bytes(run).length;
    }
    return {runs, scanned};
  }
}

class Cursor {
  readonly ring: LogRing;
  #ordinal: number;

  constructor(ring: LogRing, sinceSeq: number | undefined) {
    this.ring = ring;
    this.#ordinal =
      sinceSeq === undefined ? ring.end : Math.max(ring.firstVisible, ring.firstAfter(sinceSeq));
  }

  get ordinal(): number {
    return this.#ordinal;
  }

  get hasMore(): boolean {
    return this.#ordinal < this.ring.end;
  }

  get seq(): number {
    return this.ring.seq(this.#ordinal);
  }

  /** A run has gapless seqs: no other ring's lines come between its own. */
  take(maxLines: number): LineRun {
    const run = this.ring.run(this.#ordinal);
    const endOrdinal = Math.min(run.endOrdinal, this.#ordinal + maxLines);
    this.#ordinal = endOrdinal;
    return {...run, endOrdinal};
  }

  /** Returns how many lines were let go before they were read. */
  skipLost(): number {
    const lost = Math.max(0, this.ring.firstHeld - this.#ordinal);
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

function toText(ring: LogRing, run: LineRun): LogText {
  return {
    process: ring.process,
    stream: run.stream,
    timestamp: run.timestamp,
    lastSeq: run.firstSeq + run.endOrdinal - run.firstOrdinal - 1,
    bytes: ring.bytes(run),
  };
}
