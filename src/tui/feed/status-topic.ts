import {type Clock, pause} from '../../core/clock.ts';
import type {SupervisorStatus} from '../../core/prox.ts';
import type {Send} from './feed-message.ts';
import type {Topic, Visit} from './topic.ts';

/** Nothing tells that prox.yaml was edited: it is looked at now and then, for little. */
const RUNNING_MS = 5000;
/** A start and a shutdown are short, and somebody watches. */
const CHANGING_MS = 1000;

export interface StatusTopicOptions {
  readonly clock: Clock;
  readonly send: Send;
}

/** The status of prox itself: now, every 5 s, and whenever something has happened that may change it. */
export class StatusTopic implements Topic {
  readonly name = 'status';
  readonly #clock: Clock;
  readonly #send: Send;
  #due = new AbortController();

  constructor({clock, send}: StatusTopicOptions) {
    this.#clock = clock;
    this.#send = send;
  }

  async follow({prox, signal, ask}: Visit): Promise<void> {
    const end = (): void => this.refresh();
    signal.addEventListener('abort', end);
    try {
      while (!signal.aborted) {
        this.#due = new AbortController(); // before the question: what happens meanwhile asks again
        const status = await ask(prox.status());
        this.#send({type: 'status', status});
        await pause(this.#clock, intervalOf(status), this.#due.signal);
      }
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  /** Asks again at once. */
  refresh(): void {
    this.#due.abort();
  }
}

function intervalOf({status}: SupervisorStatus): number {
  return status === 'running' ? RUNNING_MS : CHANGING_MS;
}
