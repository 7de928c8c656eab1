import {isUtf8} from 'node:buffer';

const LF = 0x0a;
const CR = 0x0d;
const NEWLINE = Buffer.from('\n');

export interface SplitLines {
  /**
   * One or more lines, each with its `\n`, valid UTF-8, without carriage returns. Good during the call
   * only: the bytes may be those of a read buffer that is used again.
   */
  readonly bytes: Buffer;
  /** The bytes are one part of a line that was cut at the limit. */
  readonly isTruncated: boolean;
}

export interface LineSplitterOptions {
  readonly maxLineBytes: number;
  readonly emit: (lines: SplitLines) => void;
}

/**
 * Bytes of one stream → lines (docs/reference/supervision.md, "Output"). `\r\n` ends a line as `\n`
 * does, a lone `\r` starts the line anew (a progress bar keeps its last state), invalid UTF-8 becomes
 * U+FFFD, and a line over the limit is cut between characters into truncated parts, none lost.
 */
export class LineSplitter {
  readonly #maxLineBytes: number;
  readonly #emit: (lines: SplitLines) => void;
  /** The unfinished line, in pieces. */
  #pieces: Buffer[] = [];
  #pendingBytes = 0;
  /** A part of the unfinished line has been emitted already. */
  #isCut = false;

  constructor({maxLineBytes, emit}: LineSplitterOptions) {
    this.#maxLineBytes = maxLineBytes;
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    const last = chunk.lastIndexOf(LF);
    if (last === -1) {
      this.#keep(chunk);
      return;
    }
    let start = 0;
    if (this.#pendingBytes > 0 || this.#isCut) {
      start = chunk.indexOf(LF) + 1;
      this.#keep(chunk.subarray(0, start - 1));
      this.#finishLine();
    }
    if (start <= last) this.#emitLines(chunk.subarray(start, last + 1));
    if (last + 1 < chunk.length) this.#keep(chunk.subarray(last + 1));
  }

  /** The stream has ended: what is left is a line without a newline. */
  end(): void {
    if (this.#pendingBytes > 0) this.#finishLine();
  }

  /** The hot path: a chunk's whole lines go on as they are, in one piece. */
  #emitLines(lines: Buffer): void {
    if (lines.length <= this.#maxLineBytes && !lines.includes(CR)) {
      this.#emit({bytes: validUtf8(lines), isTruncated: false});
      return;
    }
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(LF, start);
      this.#keep(lines.subarray(start, end));
      this.#finishLine();
      start = end + 1;
    }
  }

  #keep(piece: Buffer): void {
    this.#pieces.push(Buffer.from(piece));
    this.#pendingBytes += piece.length;
    if (this.#pendingBytes <= this.#maxLineBytes) return;
    const rest = this.#emitFullParts(lastState(Buffer.concat(this.#pieces)));
    this.#pieces = [rest];
    this.#pendingBytes = rest.length;
  }

  #finishLine(): void {
    const line = lastState(withoutTrailingReturns(Buffer.concat(this.#pieces)));
    const rest = this.#emitFullParts(line);
    if (rest.length > 0 || !this.#isCut) {
      this.#emit({bytes: validUtf8(Buffer.concat([rest, NEWLINE])), isTruncated: this.#isCut});
    }
    this.#pieces = [];
    this.#pendingBytes = 0;
    this.#isCut = false;
  }

  #emitFullParts(line: Buffer): Buffer {
    let rest = line;
    while (rest.length > this.#maxLineBytes) {
      const cut = characterBoundary(rest, this.#maxLineBytes);
      const part = Buffer.concat([rest.subarray(0, cut), NEWLINE]);
      this.#emit({bytes: validUtf8(part), isTruncated: true});
      this.#isCut = true;
      rest = rest.subarray(cut);
    }
    return rest;
  }
}

/** What a terminal would show: the text after the last lone `\r`. One at the very end stays: `\n` may follow. */
function lastState(line: Buffer): Buffer {
  const text = withoutTrailingReturns(line);
  const end = Math.min(line.length, text.length + 1);
  return line.subarray(text.lastIndexOf(CR) + 1, end);
}

function withoutTrailingReturns(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && line[end - 1] === CR) end -= 1;
  return line.subarray(0, end);
}

/** The greatest cut at or below `limit` that splits no UTF-8 character (of at most 4 bytes). */
function characterBoundary(bytes: Buffer, limit: number): number {
  let cut = limit;
  while (cut > limit - 4 && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut -= 1;
  return cut > 0 && cut > limit - 4 ? cut : limit;
}

function validUtf8(bytes: Buffer): Buffer {
  return isUtf8(bytes) ? bytes : Buffer.from(bytes.toString('utf8'));
}
