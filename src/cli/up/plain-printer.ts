import {pause, type Clock} from '../../core/clock.ts';
import type {LogFilter} from '../../core/log-entry.ts';
import type {App} from '../../app/app.ts';
import type {Output} from '../output.ts';
import {LogLines, type TimestampMode} from '../../render/log-line.ts';
import {lossText} from '../../render/loss-text.ts';

const FLUSH_TIMEOUT_MS = 1000;

export interface PlainPrinterOptions {
  readonly app: App;
  readonly output: Output;
  readonly clock: Clock;
  readonly names: readonly string[];
  readonly timestamps: TimestampMode;
  readonly filter: Omit<LogFilter, 'pattern' | 'regex'>;
}

/** Prints log entries from the first one on, as lines. A subscriber like any other. */
export class PlainPrinter {
  readonly #options: PlainPrinterOptions;
  readonly #end = new AbortController();
  readonly #printing: Promise<void>;
  #printedSeq = 0;
  #goalSeq = Number.POSITIVE_INFINITY;

  constructor(options: PlainPrinterOptions) {
    this.#options = options;
    this.#printing = this.#print();
  }

  /** Prints what is held up to now, and ends; a reader that takes nothing is not waited for. */
  async finish(): Promise<void> {
    const {app, clock, filter} = this.#options;
    const {logs} = await app.logs({...filter, lines: 1});
    this.#goalSeq = logs.at(-1)?.seq ?? 0;
    if (this.#printedSeq >= this.#goalSeq) this.#end.abort();
    await Promise.race([this.#printing, pause(clock, FLUSH_TIMEOUT_MS, this.#end.signal)]);
    this.#end.abort();
  }

  async #print(): Promise<void> {
    const {app, output, names, timestamps, filter} = this.#options;
    const {paint, hasColor, isTerminal} = output;
    const lines = new LogLines({names, timestamps, paint, hasColor, isTerminal});
    const batches = app.followText({...filter, sinceSeq: 0}, {signal: this.#end.signal});
    for await (const {dropped, texts} of batches) {
      if (dropped > 0) await output.note(lossText(dropped));
      await output.write(lines.renderTexts(texts));
      this.#printedSeq = texts.at(-1)?.lastSeq ?? this.#printedSeq;
      if (this.#printedSeq >= this.#goalSeq) this.#end.abort();
    }
  }
}
