import type {LogEntry} from '../core/log-entry.ts';
import type {LogRing} from './log-ring.ts';

/** Lines from one ordinal until before another. */
export interface LineRange {
  readonly from: number;
  readonly until: number;
}

/** Some lines of one ring: ranges in ascending order, which neither touch nor are empty. */
export interface Selection {
  readonly ring: LogRing;
  readonly ranges: readonly LineRange[];
}

export interface Limits {
  readonly lines: number;
  /** Of the UTF-8 sizes of the lines together. */
  readonly bytes: number;
}

/** The newest entries within the limits, oldest first. */
export function mergeNewest(selections: readonly Selection[], limits: Limits): LogEntry[] {
  const cursors = selections.map(selection => new Cursor(selection, -1));
  return take(cursors, limits, (left, right) => left > right).reverse();
}

/** The oldest entries within the limits, oldest first. */
export function mergeOldest(selections: readonly Selection[], limits: Limits): LogEntry[] {
  const cursors = selections.map(selection => new Cursor(selection, 1));
  return take(cursors, limits, (left, right) => left < right);
}

/** Walks a selection from one end; lines that the ring has let go are passed over. */
class Cursor {
  readonly ring: LogRing;
  readonly #ranges: readonly LineRange[];
  readonly #step: 1 | -1;
  #index: number;
  #ordinal: number;

  constructor({ring, ranges}: Selection, step: 1 | -1) {
    this.ring = ring;
    this.#ranges = heldPart(ranges, ring.firstHeld);
    this.#step = step;
    this.#index = step === 1 ? 0 : this.#ranges.length - 1;
    this.#ordinal = this.#entryPoint();
  }

  get isDone(): boolean {
    return this.#ranges[this.#index] === undefined;
  }

  get ordinal(): number {
    return this.#ordinal;
  }

  advance(): void {
    this.#ordinal += this.#step;
    const range = this.#ranges[this.#index];
    if (range && this.#ordinal >= range.from && this.#ordinal < range.until) return;
    this.#index += this.#step;
    this.#ordinal = this.#entryPoint();
  }

  #entryPoint(): number {
    const range = this.#ranges[this.#index];
    if (!range) return -1;
    return this.#step === 1 ? range.from : range.until - 1;
  }
}

function heldPart(ranges: readonly LineRange[], firstHeld: number): readonly LineRange[] {
  return ranges
    .filter(({until}) => until > firstHeld)
    .map(({from, until}) => ({from: Math.max(from, firstHeld), until}));
}

function take(
  cursors: readonly Cursor[],
  limits: Limits,
  comesFirst: (left: number, right: number) => boolean,
): LogEntry[] {
  const entries: LogEntry[] = [];
  const open = new Map<Cursor, number>();
  for (const cursor of cursors) setHead(open, cursor);
  let bytes = 0;
  while (entries.length < limits.lines) {
    const next = first(open, comesFirst);
    if (!next) break;
    bytes += next.ring.size(next.ordinal);
    if (bytes > limits.bytes) break;
    entries.push(next.ring.entry(next.ordinal));
    next.advance();
    setHead(open, next);
  }
  return entries;
}

function setHead(open: Map<Cursor, number>, cursor: Cursor): void {
  if (cursor.isDone) open.delete(cursor);
  else open.set(cursor, cursor.ring.seq(cursor.ordinal));
}

function first(
  open: ReadonlyMap<Cursor, number>,
  comesFirst: (left: number, right: number) => boolean,
): Cursor | undefined {
  let best: Cursor | undefined;
  let bestSeq = 0;
  for (const [cursor, seq] of open) {
    if (!best || comesFirst(seq, bestSeq)) {
      best = cursor;
      bestSeq = seq;
    }
  }
  return best;
}
