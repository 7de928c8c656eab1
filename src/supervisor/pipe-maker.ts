import type {Clock, Timer} from '../core/clock.ts';
import {closePipes, makePipes, type OutputPipes} from './output-pipes.ts';

/** For how many children one `mkfifo` works at most: each pair takes four descriptors until it is handed out. */
const MAX_BATCH = 32;
/** Made ahead at most. */
const MAX_SPARES = 16;
/** Children that follow each other so closely, such as a chain of `depends_on`, get pipes that are there. */
const CLOSE_MS = 250;
/** What nobody takes for so long is closed. */
const KEPT_MS = 1000;

interface Waiter {
  readonly resolve: (pipes: OutputPipes) => void;
  readonly reject: (error: unknown) => void;
}

/** Hands out pipes for children. Those asked for at the same time are made by one `mkfifo`. */
export class PipeMaker {
  readonly #clock: Clock;
  #waiting: Waiter[] = [];
  #spares: OutputPipes[] = [];
  #isMaking = false;
  #lastTakenAt = Number.NEGATIVE_INFINITY;
  /** How many the next `mkfifo` makes ahead. */
  #ahead = 0;
  #end: Timer | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async take(): Promise<OutputPipes> {
    this.#foresee();
    const spare = this.#spares.shift();
    if (spare) return spare;
    const pipes = new Promise<OutputPipes>((resolve, reject) => {
      this.#waiting.push({resolve, reject});
    });
    void this.#serve();
    return pipes;
  }

  /** Closes what was made ahead. */
  dropSpares(): void {
    this.#end?.cancel();
    for (const spare of this.#spares.splice(0)) closePipes(spare);
  }

  /** The more come one after the other, the more are made ahead. */
  #foresee(): void {
    const now = this.#clock.monotonic();
    const isClose = now - this.#lastTakenAt < CLOSE_MS;
    this.#ahead = isClose ? Math.min(2 * this.#ahead + 1, MAX_SPARES) : 0;
    this.#lastTakenAt = now;
  }

  async #serve(): Promise<void> {
    if (this.#isMaking) return;
    this.#isMaking = true;
    // Whoever asks in this turn of the event loop is served by the same call.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      // Those that come at once are no chain.
      const ahead = batch.length === 1 ? this.#ahead : 0;
      const {made, error} = await makePipes(batch.length + ahead);
      for (const [index, {resolve, reject}] of batch.entries()) {
        const pipes = made[index];
        if (pipes) resolve(pipes);
        else reject(error);
      }
      this.#keep(made.slice(batch.length));
    }
    this.#isMaking = false;
  }

  #keep(pipes: readonly OutputPipes[]): void {
    if (pipes.length === 0) return;
    this.#spares.push(...pipes);
    this.#end?.cancel();
    this.#end = this.#clock.after(KEPT_MS, () => this.dropSpares());
  }
}
