import type {LogEntry, LogText} from '../../core/log-entry.ts';
import type {Paint} from './paint.ts';
import {isPlainText} from './plain-text.ts';
import {sanitize} from './sanitize.ts';

export const TIMESTAMP_MODES = ['none', 'time', 'iso'] as const;
export type TimestampMode = (typeof TIMESTAMP_MODES)[number];

/** Whose name stands before what prox itself says. */
const PROX = 'prox';

export interface LogLineOptions {
  /** In the order of prox.yaml, which gives each its colour. */
  readonly names: readonly string[];
  readonly timestamps: TimestampMode;
  readonly paint: Paint;
  /** The child's own colours pass. */
  readonly hasColor: boolean;
}

/** Renders entries as `10:32:01 web    | text`; a `!` before the bar marks standard error. */
export class LogLines {
  readonly #options: LogLineOptions;
  readonly #width: number;
  readonly #indexes: ReadonlyMap<string, number>;

  constructor(options: LogLineOptions) {
    this.#options = options;
    this.#width = Math.max(PROX.length, ...options.names.map(name => name.length));
    this.#indexes = new Map(options.names.map((name, index) => [name, index]));
  }

  /** One line of text per entry, each with its line end. */
  render(entries: readonly LogEntry[]): string {
    return entries.map(entry => `${this.#prefix(entry)}${this.#harmless(entry.line)}\n`).join('');
  }

  /** The same of whole runs of lines; a flood of plain text costs a copy and no look at its lines. */
  renderTexts(texts: readonly LogText[]): string {
    let rendered = '';
    for (const text of texts) rendered += this.#renderText(text);
    return rendered;
  }

  #renderText(text: LogText): string {
    const prefix = this.#prefix(text);
    const bytes = Buffer.from(text.bytes.buffer, text.bytes.byteOffset, text.bytes.length);
    const isPlain = isPlainText(bytes);
    const lines = bytes.toString(isPlain ? 'latin1' : 'utf8', 0, bytes.length - 1);
    if (isPlain) return `${prefix}${lines.replaceAll('\n', `\n${prefix}`)}\n`;
    return lines
      .split('\n')
      .map(line => `${prefix}${this.#harmless(line)}\n`)
      .join('');
  }

  #harmless(line: string): string {
    return sanitize(line, {keepColors: this.#options.hasColor});
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
  const date = new Date(timestamp);
  if (mode === 'iso') return date.toISOString();
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()];
  return parts.map(part => String(part).padStart(2, '0')).join(':');
}
