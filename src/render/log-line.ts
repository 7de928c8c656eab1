import {isAscii} from 'node:buffer';
import type {LogEntry, LogText} from '../core/log-entry.ts';
import type {Paint} from './paint.ts';
import {isPlainText} from './plain-text.ts';
import {sanitize} from '../core/sanitize.ts';
import {TextBuffer} from './text-buffer.ts';
import {timeOfDay} from './time-of-day.ts';

export const TIMESTAMP_MODES = ['none', 'time', 'iso'] as const;
export type TimestampMode = (typeof TIMESTAMP_MODES)[number];

/** Whose name stands before what prox itself says. */
const PROX = 'prox';
const ESC = 0x1b;

export interface LogLineOptions {
  /** In the order of prox.yaml, which gives each its colour. */
  readonly names: readonly string[];
  readonly timestamps: TimestampMode;
  readonly paint: Paint;
  /** The child's own colours pass. */
  readonly hasColor: boolean;
  /** Nothing but colours may steer it. */
  readonly isTerminal: boolean;
}

/** Renders entries as `10:32:01 web    | text`; a `!` before the bar marks standard error. */
export class LogLines {
  readonly #options: LogLineOptions;
  readonly #width: number;
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #rendered = new TextBuffer();

  constructor(options: LogLineOptions) {
    this.#options = options;
    this.#width = Math.max(PROX.length, ...options.names.map(name => name.length));
    this.#indexes = new Map(options.names.map((name, index) => [name, index]));
  }

  /** One line of text per entry, each with its line end. */
  render(entries: readonly LogEntry[]): string {
    return entries.map(entry => `${this.#prefix(entry)}${this.#harmless(entry.line)}\n`).join('');
  }

  /**
   * The same of whole runs of lines, good until the next call. A flood of plain text costs a look at its
   * bytes and two copies.
   */
  renderTexts(texts: readonly LogText[]): Uint8Array {
    this.#rendered.clear();
    for (const text of texts) this.#addText(text);
    return this.#rendered.bytes;
  }

  #addText(text: LogText): void {
    const prefix = this.#prefix(text);
    const bytes = Buffer.from(text.bytes.buffer, text.bytes.byteOffset, text.bytes.length);
    if (this.#isHarmless(bytes)) {
      this.#rendered.addAscii(prefix);
      this.#rendered.addAscii(bytes.toString('latin1').replaceAll('\n', `\n${prefix}`));
      this.#rendered.drop(prefix); // after the last newline
      return;
    }
    for (const line of bytes.toString('utf8', 0, bytes.length - 1).split('\n')) {
      this.#rendered.add(`${prefix}${this.#harmless(line)}\n`);
    }
  }

  /** A file or a pipe bears everything but the colours. */
  get #keepsControls(): boolean {
    return !this.#options.isTerminal && !this.#options.hasColor;
  }

  #isHarmless(bytes: Buffer): boolean {
    return this.#keepsControls ? isAscii(bytes) && !bytes.includes(ESC) : isPlainText(bytes);
  }

  #harmless(line: string): string {
    const {hasColor} = this.#options;
    return sanitize(line, {keepColors: hasColor, keepControls: this.#keepsControls});
  }

  #prefix(entry: Omit<LogEntry, 'line' | 'seq'>): string {
    const {paint, timestamps} = this.#options;
    const time = formatTime(entry.timestamp, timestamps);
    const mark = entry.stream === 'stderr' ? paint.bad('!') : ' ';
    return `${time === '' ? '' : `${paint.dim(time)} `}${this.#name(entry)}${mark}| `;
  }

  #name({process, stream}: Pick<LogEntry, 'process' | 'stream'>): string {
    const {paint} = this.#options;
    if (stream === 'prox') return paint.dim(PROX.padEnd(this.#width));
    return paint.process(this.#indexes.get(process) ?? 0, process.padEnd(this.#width));
  }
}

/** Local time of day, or the instant in UTC (RFC 3339). */
function formatTime(timestamp: number, mode: TimestampMode): string {
  if (mode === 'none') return '';
  return mode === 'iso' ? new Date(timestamp).toISOString() : timeOfDay(timestamp);
}
