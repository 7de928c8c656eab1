import type {Clock} from '../core/clock.ts';
import type {EventReport} from '../core/event.ts';

/** What happened, of this and earlier runs. */
export class EventLog {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes note of what happened. Never throws, never waits. */
  report(_event: EventReport): void {
    this.#clock.now();
  }
}
