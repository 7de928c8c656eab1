import {LOG_STREAMS, type LogEntry, type LogStream} from '../core/log-entry.ts';

const LF = 0x0a;
const PAGE_BYTES = 64 * 1024;
const PAGE_LINES = 1024;
const TRUNCATED = 0x80;

/** Lines that were read in one go. */
export interface LineBatch {
  /** Each line ends with `\n`. Copied. */
  readonly bytes: Buffer;
  readonly stream: LogStream;
  readonly isTruncated: boolean;
  /** Of the first line; the others follow without a gap. */
  readonly firstSeq: number;
  /** Epoch ms. */
  readonly timestamp: number;
}

export interface LogRingOptions {
  readonly process: string;
  readonly maxLines: number;
  readonly maxBytes: number;
}

/**
 * The last lines of one process, bounded by lines and bytes. A line is known by its ordinal (0 for the
 * first ever). Lines stay bytes in pages, with a few numbers each in columns, until somebody reads them:
 * a hundred rings of 10,000 lines cost little more than their text, and appending makes no objects.
 *
 * `firstVisible` keeps the limits. `firstHeld` may be smaller: pages are let go only with the next
 * append, so that a follower that keeps up misses nothing, however small the limits.
 */
export class LogRing {
  readonly process: string;
  readonly #maxLines: number;
  readonly #maxBytes: number;
  #pages: Page[] = [];
  /** Where the last lookup ended: readers go from line to line. */
  #lastFound: Page | undefined;
  #visibleBytes = 0;
  #firstVisible = 0;
  #end = 0;

  constructor({process, maxLines, maxBytes}: LogRingOptions) {
    this.process = process;
    this.#maxLines = maxLines;
    this.#maxBytes = maxBytes;
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

  /** Returns how many lines were added. */
  append(batch: LineBatch): number {
    this.#releasePages();
    const firstOrdinal = this.#end;
    let start = 0;
    while (start < batch.bytes.length) {
      const page = this.#pageFor(batch.bytes.indexOf(LF, start) + 1 - start);
      const taken = page.take(batch, start, batch.firstSeq + this.#end - firstOrdinal);
      start += taken.bytes;
      this.#end += taken.lines;
      this.#visibleBytes += taken.bytes - taken.lines;
    }
    this.#enforceLimits();
    return this.#end - firstOrdinal;
  }

  entry(ordinal: number): LogEntry {
    const page = this.#pageOf(ordinal);
    return page.entry(ordinal - page.firstOrdinal, this.process);
  }

  seq(ordinal: number): number {
    const page = this.#pageOf(ordinal);
    return page.seq(ordinal - page.firstOrdinal);
  }

  /** UTF-8 size of the line. */
  size(ordinal: number): number {
    const page = this.#pageOf(ordinal);
    return page.size(ordinal - page.firstOrdinal);
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

  #pageFor(lineBytes: number): Page {
    const last = this.#pages.at(-1);
    if (last?.fits(lineBytes)) return last;
    const page = new Page(this.#end, Math.max(PAGE_BYTES, lineBytes));
    this.#pages.push(page);
    return page;
  }

  #pageOf(ordinal: number): Page {
    if (this.#lastFound?.holds(ordinal)) return this.#lastFound;
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
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
    this.#visibleBytes -= page.textBytes(this.#firstVisible, until);
    this.#firstVisible = until;
  }

  #releasePages(): void {
    while (this.#pages[0] && this.#pages[0].endOrdinal <= this.#firstVisible) {
      if (this.#lastFound === this.#pages[0]) this.#lastFound = undefined;
      this.#pages.shift();
    }
  }
}

/** Lines back to back, and for each its end, seq, time and stream. */
class Page {
  readonly firstOrdinal: number;
  readonly #bytes: Buffer;
  readonly #ends = new Uint32Array(PAGE_LINES);
  readonly #seqs = new Float64Array(PAGE_LINES);
  readonly #timestamps = new Float64Array(PAGE_LINES);
  readonly #kinds = new Uint8Array(PAGE_LINES);
  #lines = 0;
  #used = 0;

  constructor(firstOrdinal: number, capacity: number) {
    this.firstOrdinal = firstOrdinal;
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
  }

  get endOrdinal(): number {
    return this.firstOrdinal + this.#lines;
  }

  holds(ordinal: number): boolean {
    return ordinal >= this.firstOrdinal && ordinal < this.endOrdinal;
  }

  fits(lineBytes: number): boolean {
    return this.#lines < PAGE_LINES && this.#used + lineBytes <= this.#bytes.length;
  }

  /** Copies whole lines from `start` on for as long as they fit. */
  take(batch: LineBatch, start: number, firstSeq: number): {bytes: number; lines: number} {
    const {bytes} = batch;
    const room = this.#bytes.length - this.#used;
    const kind = LOG_STREAMS.indexOf(batch.stream) | (batch.isTruncated ? TRUNCATED : 0);
    const firstLine = this.#lines;
    let taken = 0;
    while (this.#lines < PAGE_LINES && start + taken < bytes.length) {
      const next = bytes.indexOf(LF, start + taken) + 1 - start;
      if (next > room) break;
      this.#ends[this.#lines] = this.#used + next;
      this.#seqs[this.#lines] = firstSeq + this.#lines - firstLine;
      this.#timestamps[this.#lines] = batch.timestamp;
      this.#kinds[this.#lines] = kind;
      this.#lines += 1;
      taken = next;
    }
    bytes.copy(this.#bytes, this.#used, start, start + taken);
    this.#used += taken;
    return {bytes: taken, lines: this.#lines - firstLine};
  }

  seq(index: number): number {
    return this.#seqs[index] ?? 0;
  }

  size(index: number): number {
    return this.#lineEnd(index) - this.#lineStart(index);
  }

  /** UTF-8 size of the lines of these ordinals, without their newlines. */
  textBytes(from: number, until: number): number {
    const [first, end] = [from - this.firstOrdinal, until - this.firstOrdinal];
    return this.#lineEnd(end - 1) - this.#lineStart(first) - (until - from - 1);
  }

  entry(index: number, process: string): LogEntry {
    const kind = this.#kinds[index] ?? 0;
    const entry = {
      seq: this.seq(index),
      timestamp: this.#timestamps[index] ?? 0,
      process,
      stream: LOG_STREAMS[kind & ~TRUNCATED] ?? 'stdout',
      line: this.#bytes.toString('utf8', this.#lineStart(index), this.#lineEnd(index)),
    };
    return (kind & TRUNCATED) === 0 ? entry : {...entry, truncated: true};
  }

  #lineStart(index: number): number {
    return index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
  }

  #lineEnd(index: number): number {
    return (this.#ends[index] ?? 1) - 1;
  }
}
