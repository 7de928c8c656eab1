export type Dropped = {readonly type: 'dropped'; readonly count: number};

export interface SubscribeOptions {
  readonly signal: AbortSignal;
  /** Events kept for a reader that lags; beyond that it loses its own oldest. */
  readonly maxQueued: number;
}

/**
 * Publishes events to any number of readers. A reader never slows the publisher or another reader: it
 * has its own bounded queue and is told by a `dropped` event how much it lost.
 */
export class EventBus<Event> {
  readonly #queues = new Set<EventQueue<Event>>();

  publish(event: Event): void {
    for (const queue of this.#queues) queue.push(event);
  }

  /** Listens from the call on, not from the first `next()`; ends when `signal` aborts. */
  subscribe(options: SubscribeOptions): AsyncIterable<Event | Dropped> {
    const queue = new EventQueue<Event>(options.maxQueued);
    this.#queues.add(queue);
    const close = (): void => {
      options.signal.removeEventListener('abort', close);
      this.#queues.delete(queue);
      queue.close();
    };
    if (options.signal.aborted) close();
    else options.signal.addEventListener('abort', close);
    return queue.read(close);
  }
}

class EventQueue<Event> {
  readonly #maxQueued: number;
  #events: Event[] = [];
  #dropped = 0;
  #closed = false;
  #wake: (() => void) | undefined;

  constructor(maxQueued: number) {
    this.#maxQueued = maxQueued;
  }

  push(event: Event): void {
    this.#events.push(event);
    if (this.#events.length > this.#maxQueued) {
      this.#events.shift();
      this.#dropped += 1;
    }
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  /** `leave` is called when the reader goes, of its own will or not. */
  async *read(leave: () => void): AsyncGenerator<Event | Dropped> {
    try {
      while (true) {
        if (this.#dropped > 0) {
          const count = this.#dropped;
          this.#dropped = 0;
          yield {type: 'dropped', count};
        }
        const [event] = this.#events.splice(0, 1);
        if (event !== undefined) yield event;
        else if (this.#closed) return;
        else await new Promise<void>(resolve => (this.#wake = resolve));
      }
    } finally {
      leave();
    }
  }
}
