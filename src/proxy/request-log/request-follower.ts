import {setImmediate} from 'node:timers/promises';

export interface RequestFollowerOptions<T> {
  readonly accepts: (item: T) => boolean;
  /** Beyond that the oldest is lost. */
  readonly maxQueued: number;
}

export interface FollowedBatch<T> {
  readonly items: readonly T[];
  /** Lost before these. */
  readonly dropped: number;
}

/** The queue of one reader: what is pushed in one turn of the event loop is one batch. */
export class RequestFollower<T> {
  readonly #options: RequestFollowerOptions<T>;
  #items: T[] = [];
  #dropped = 0;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(options: RequestFollowerOptions<T>) {
    this.#options = options;
  }

  push(item: T): void {
    if (!this.#options.accepts(item)) return;
    this.#items.push(item);
    if (this.#items.length > this.#options.maxQueued) {
      this.#items.shift();
      this.#dropped += 1;
    }
    this.#wake?.();
  }

  /** Ends `read`, whatever is queued. */
  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async *read(): AsyncGenerator<FollowedBatch<T>> {
    while (!this.#isClosed) {
      if (this.#items.length === 0) await new Promise<void>(resolve => (this.#wake = resolve));
      await setImmediate(); // more may come in this turn
      if (this.#items.length === 0 || this.#isClosed) continue;
      const batch = {items: this.#items, dropped: this.#dropped};
      this.#items = [];
      this.#dropped = 0;
      yield batch;
    }
  }
}
