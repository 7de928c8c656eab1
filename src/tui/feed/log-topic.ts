import {type LogBatch, MAX_LINES} from '../../core/log-entry.ts';
import type {Send} from './feed-message.ts';
import type {Topic, Visit} from './topic.ts';

/** Of lines at the beginning: ten thousand of the longest would be hundreds of megabytes. */
const MAX_FIRST_BYTES = 8 * 1024 * 1024;

/** The newest log entries, then all that follow: of a run that is met later, from its first one on. */
export class LogTopic implements Topic {
  readonly name = 'logs';
  readonly #send: Send;
  /** Of the last entry that was taken; undefined before the first page. */
  #lastSeq: number | undefined;

  constructor(send: Send) {
    this.#send = send;
  }

  async follow({prox, signal, ask}: Visit): Promise<void> {
    this.#lastSeq ??= await this.#takeNewest({prox, signal, ask});
    for await (const batch of prox.followLogs({sinceSeq: this.#lastSeq}, {signal})) {
      this.#take(batch);
    }
  }

  beginAnew(): void {
    this.#lastSeq = 0;
  }

  async #takeNewest({prox, ask}: Visit): Promise<number> {
    const page = await ask(prox.logs({lines: MAX_LINES, bytes: MAX_FIRST_BYTES}));
    this.#send({type: 'logs', dropped: 0, entries: page.logs});
    return page.nextSeq;
  }

  #take({dropped, entries}: LogBatch): void {
    const lastSeq = this.#lastSeq ?? 0;
    this.#lastSeq = entries.at(-1)?.seq ?? lastSeq;
    this.#send({type: 'logs', dropped, entries});
  }
}
