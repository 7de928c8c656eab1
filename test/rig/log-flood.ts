import type {LogBatch} from '../../src/core/log-entry.ts';
import {logEntry} from './fake-prox.ts';

const BATCH_BYTES = 256 * 1024;

/** An endless source of batches of a quarter of a megabyte. */
export class LogFlood {
  /** The next batch tells of them. */
  dropped = 0;
  #batches = 0;
  readonly #entries = [logEntry(1, {line: 'x'.repeat(BATCH_BYTES)})];

  /** How much was taken. */
  get megabytes(): number {
    return (this.#batches * BATCH_BYTES) / 1024 ** 2;
  }

  async *read(signal: AbortSignal): AsyncGenerator<LogBatch> {
    while (!signal.aborted) {
      this.#batches += 1;
      const {dropped} = this;
      this.dropped = 0;
      yield {dropped, entries: this.#entries};
    }
  }

  /** Resolves when nothing was taken while the server answered a hundred other requests. */
  async stalled(request: () => Promise<unknown>): Promise<void> {
    for (let before = -1; before !== this.#batches;) {
      before = this.#batches;
      for (let count = 0; count < 100; count++) await request();
    }
  }
}
