import type {LogEntry} from '../core/log-entry.ts';
import {type LineBatch, type LineRun, LogPage, PAGE_BYTES} from './log-page.ts';

const LF = 0x0a;

export interface LogRingOptions {
  readonly process: string;
  readonly maxLines: number;
  readonly maxBytes: number;
  /** What pages may take while a reader that has a hold on them lags behind. */
  readonly maxHeldBytes: number;
}

/** A reader for whom pages are kept, from the line that it reads next. */
export interface Hold {
  readonly ordinal: number;
}

/**
 * The last lines of one process, bounded by lines and bytes. A line is known by its ordinal (0 for the
 * first ever), and stays bytes in a page until somebody reads it: appending is a copy, and a hundred
 * rings of 10,000 lines cost little more than their text.
 *
 * `firstVisible` keeps the limits. `firstHeld` may be smaller: pages are let go only with the next
 * append, so that a follower that keeps up misses nothing, however small the limits.
 */
export class LogRing {
  readonly process: string;
  /** By the process itself, also what is no longer held; each line with its `\n`. */
  readonly written = {lines: 0, bytes: 0};
  readonly #maxLines: number;
  readonly #maxBytes: number;
  readonly #maxHeldBytes: number;
  readonly #holds = new Set<Hold>();
  readonly #pages: LogPage[] = [];
  /** Where the last look-up ended: readers go from line to line. */
  #lastFound: LogPage | undefined;
  /** The page that was let go last: a flood goes round in the same memory. */
  #spare: LogPage | undefined;
  #visibleBytes = 0;
  #firstVisible = 0;
  #end = 0;

  constructor({process, maxLines, maxBytes, maxHeldBytes}: LogRingOptions) {
    this.process = process;
    this.#maxLines = maxLines;
    this.#maxBytes = maxBytes;
    this.#maxHeldBytes = maxHeldBytes;
  }

  get firstHeld(): number {
    return this.#pages[0]?.firstOrdinal ?? this.#end;
  }

  get firstVisible(): number {
    return this.#firstVisible;
  }

  /** The ordinal of the next line. */
  get end(): number {
    return this.#end;
  }

  /** Keeps the lines that this reader has not read, as far as there is room. */
  hold(reader: Hold): void {
    this.#holds.add(reader);
  }

  letGo(reader: Hold): void {
    this.#holds.delete(reader);
  }

  /** Returns how many lines were added. */
  append(batch: LineBatch): number {
    this.#releasePages();
    const before = this.#end;
    for (let start = 0; start < batch.bytes.length;) {
      const page = this.#pageFor(batch.bytes.indexOf(LF, start) + 1 - start);
      const taken = page.take(batch, start, batch.firstSeq + this.#end - before);
      this.#visibleBytes += taken - (page.endOrdinal - this.#end);
      this.#end = page.endOrdinal;
      start += taken;
    }
    this.#enforceLimits();
    const added = this.#end - before;
    if (batch.stream !== 'prox') {
      this.written.lines += added;
      this.written.bytes += batch.bytes.length;
    }
    return added;
  }

  entry(ordinal: number): LogEntry {
    const page = this.#pageOf(ordinal);
    return toEntry(page, page.run(ordinal), {ordinal, process: this.process});
  }

  /** The lines of a run as entries. */
  entries(run: LineRun): LogEntry[] {
    const page = this.#pageOf(run.firstOrdinal);
    const entries: LogEntry[] = [];
    for (let ordinal = run.firstOrdinal; ordinal < run.endOrdinal; ordinal++) {
      entries.push(toEntry(page, run, {ordinal, process: this.process}));
    }
    return entries;
  }

  /** The line and those after it that came with it, as far as they are on the same page. */
  run(ordinal: number): LineRun {
    return this.#pageOf(ordinal).run(ordinal);
  }

  /** The lines of a run as they were written, each with its `\n`. */
  bytes({firstOrdinal, endOrdinal}: LineRun): Buffer {
    return this.#pageOf(firstOrdinal).bytes(firstOrdinal, endOrdinal);
  }

  text(ordinal: number): string {
    return this.#pageOf(ordinal).text(ordinal);
  }

  seq(ordinal: number): number {
    return this.#pageOf(ordinal).seq(ordinal);
  }

  /** UTF-8 size of the line. */
  size(ordinal: number): number {
    return this.#pageOf(ordinal).bytes(ordinal, ordinal + 1).length - 1;
  }

  /** The first held line with a greater seq. */
  firstAfter(seq: number): number {
    let low = this.firstHeld;
    let high = this.#end;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.seq(middle) > seq) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #pageFor(lineBytes: number): LogPage {
    const last = this.#pages.at(-1);
    if (last?.fits(lineBytes)) return last;
    const page = this.#spare?.recycled(this.#end, lineBytes) ?? new LogPage(this.#end, lineBytes);
    this.#spare = undefined;
    this.#pages.push(page);
    return page;
  }

  #pageOf(ordinal: number): LogPage {
    if (this.#lastFound?.holds(ordinal)) return this.#lastFound;
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pages[middle]?.firstOrdinal ?? 0) <= ordinal) low = middle;
      else high = middle - 1;
    }
    const page = this.#pages[low];
    if (!page?.holds(ordinal)) throw new RangeError(`no line ${ordinal} of ${this.process}`);
    this.#lastFound = page;
    return page;
  }

  #enforceLimits(): void {
    while (this.#end - this.#firstVisible > this.#maxLines) {
      this.#hide(this.#end - this.#firstVisible - this.#maxLines);
    }
    while (this.#visibleBytes > this.#maxBytes) this.#hide(1);
  }

  /** At most `lines`, and no further than the end of a page. */
  #hide(lines: number): void {
    const page = this.#pageOf(this.#firstVisible);
    const until = Math.min(this.#firstVisible + lines, page.endOrdinal);
    const hidden = until - this.#firstVisible;
    this.#visibleBytes -= page.bytes(this.#firstVisible, until).length - hidden;
    this.#firstVisible = until;
  }

  #releasePages(): void {
    if (this.#pages.length < 2) return;
    let needed = this.#firstVisible;
    if (this.#heldBytes <= this.#maxHeldBytes) {
      for (const {ordinal} of this.#holds) needed = Math.min(needed, ordinal);
    }
    while (this.#pages[0] && this.#pages[0].endOrdinal <= needed) {
      if (this.#lastFound === this.#pages[0]) this.#lastFound = undefined;
      this.#spare = this.#pages.shift();
    }
  }

  get #heldBytes(): number {
    return this.#pages.length * PAGE_BYTES;
  }
}

function toEntry(
  page: LogPage,
  run: LineRun,
  {ordinal, process}: {ordinal: number; process: string},
): LogEntry {
  const entry = {
    seq: run.firstSeq + ordinal - run.firstOrdinal,
    timestamp: run.timestamp,
    process,
    stream: run.stream,
    line: page.text(ordinal),
  };
  return run.isTruncated ? {...entry, truncated: true} : entry;
}
