import {LOG_STREAMS, type LogStream} from '../core/log-entry.ts';

const LF = 0x0a;
/** A page is larger only for a single line that is. */
export const PAGE_BYTES = 64 * 1024;
const FIRST_CAPACITY = 64;
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

/** Neighbouring lines of one batch. */
export interface LineRun {
  readonly firstOrdinal: number;
  readonly endOrdinal: number;
  readonly firstSeq: number;
  readonly timestamp: number;
  readonly stream: LogStream;
  readonly isTruncated: boolean;
}

/**
 * Some 64 KB of lines, back to back with their newlines. Of a line it knows where it ends; what the
 * lines of a batch have in common is kept once for the batch, in columns of numbers, so that neither a
 * flood nor a drip of lines makes objects.
 */
export class LogPage {
  #firstOrdinal: number;
  readonly #bytes: Buffer;
  #used = 0;
  #lines = 0;
  #ends = new Uint32Array(FIRST_CAPACITY);
  #runs = 0;
  #runStarts = new Uint32Array(FIRST_CAPACITY);
  #runSeqs = new Float64Array(FIRST_CAPACITY);
  #runTimes = new Float64Array(FIRST_CAPACITY);
  #runKinds = new Uint8Array(FIRST_CAPACITY);

  constructor(firstOrdinal: number, minBytes: number) {
    this.#firstOrdinal = firstOrdinal;
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(PAGE_BYTES, minBytes));
  }

  get firstOrdinal(): number {
    return this.#firstOrdinal;
  }

  get endOrdinal(): number {
    return this.firstOrdinal + this.#lines;
  }

  /** The same memory for other lines; undefined when it is not the right size. */
  recycled(firstOrdinal: number, minBytes: number): this | undefined {
    if (this.#bytes.length !== Math.max(PAGE_BYTES, minBytes)) return undefined;
    this.#firstOrdinal = firstOrdinal;
    this.#used = 0;
    this.#lines = 0;
    this.#runs = 0;
    return this;
  }

  holds(ordinal: number): boolean {
    return ordinal >= this.firstOrdinal && ordinal < this.endOrdinal;
  }

  fits(lineBytes: number): boolean {
    return this.#used + lineBytes <= this.#bytes.length;
  }

  /** Copies the lines from `start` on for as long as they fit; returns how many bytes it took. */
  take(batch: LineBatch, start: number, firstSeq: number): number {
    const {bytes} = batch;
    const room = this.#bytes.length - this.#used;
    this.#beginRun(batch, firstSeq);
    let taken = 0;
    while (start + taken < bytes.length) {
      const next = bytes.indexOf(LF, start + taken) + 1 - start;
      if (next > room) break;
      if (this.#lines === this.#ends.length) this.#ends = grown(this.#ends, Uint32Array);
      this.#ends[this.#lines] = this.#used + next;
      this.#lines += 1;
      taken = next;
    }
    bytes.copy(this.#bytes, this.#used, start, start + taken);
    this.#used += taken;
    return taken;
  }

  /** What is left, from this line on, of the batch that it came with. */
  run(ordinal: number): LineRun {
    const line = ordinal - this.firstOrdinal;
    const index = this.#runOf(line);
    const kind = this.#runKinds[index] ?? 0;
    const nextStart = index + 1 < this.#runs ? (this.#runStarts[index + 1] ?? 0) : this.#lines;
    return {
      firstOrdinal: ordinal,
      endOrdinal: this.firstOrdinal + nextStart,
      firstSeq: this.seq(ordinal),
      timestamp: this.#runTimes[index] ?? 0,
      stream: LOG_STREAMS[kind & ~TRUNCATED] ?? 'stdout',
      isTruncated: (kind & TRUNCATED) !== 0,
    };
  }

  seq(ordinal: number): number {
    const line = ordinal - this.firstOrdinal;
    const index = this.#runOf(line);
    return (this.#runSeqs[index] ?? 0) + line - (this.#runStarts[index] ?? 0);
  }

  text(ordinal: number): string {
    const line = ordinal - this.firstOrdinal;
    return this.#bytes.toString('utf8', this.#start(line), this.#end(line) - 1);
  }

  /** The lines of these ordinals with their newlines. They never change: no copy is made. */
  bytes(from: number, until: number): Buffer {
    const first = from - this.firstOrdinal;
    const last = until - this.firstOrdinal - 1;
    return this.#bytes.subarray(this.#start(first), this.#end(last));
  }

  #beginRun({stream, isTruncated, timestamp}: LineBatch, firstSeq: number): void {
    if (this.#runs === this.#runStarts.length) {
      this.#runStarts = grown(this.#runStarts, Uint32Array);
      this.#runSeqs = grown(this.#runSeqs, Float64Array);
      this.#runTimes = grown(this.#runTimes, Float64Array);
      this.#runKinds = grown(this.#runKinds, Uint8Array);
    }
    this.#runStarts[this.#runs] = this.#lines;
    this.#runSeqs[this.#runs] = firstSeq;
    this.#runTimes[this.#runs] = timestamp;
    this.#runKinds[this.#runs] = LOG_STREAMS.indexOf(stream) | (isTruncated ? TRUNCATED : 0);
    this.#runs += 1;
  }

  /** The last run that starts at or before the line. */
  #runOf(line: number): number {
    let low = 0;
    let high = this.#runs - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#runStarts[middle] ?? 0) <= line) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #start(line: number): number {
    return line === 0 ? 0 : this.#end(line - 1);
  }

  #end(line: number): number {
    return this.#ends[line] ?? 0;
  }
}

type Column = Uint8Array | Uint32Array | Float64Array;

function grown<T extends Column>(column: T, Kind: new (length: number) => T): T {
  const larger = new Kind(column.length * 2);
  larger.set(column);
  return larger;
}
