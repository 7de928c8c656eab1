import type {Clock} from '../core/clock.ts';

export interface WaitOptions {
  /** Ends the wait. */
  readonly signal: AbortSignal;
  /** Likewise; by default nothing does. */
  readonly withinMs?: number;
  /** Asked after each append; by default any is enough. */
  readonly isDue?: () => boolean;
}

/** Who waits for more lines. */
export class AppendWaiters {
  readonly #clock: Clock;
  readonly #waiting = new Map<() => void, () => boolean>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** To be called after each append. */
  wake(): void {
    for (const [wake, isDue] of this.#waiting) if (isDue()) wake();
  }

  /** Nobody waits any longer, whether anything is due or not. */
  wakeAll(): void {
    for (const wake of this.#waiting.keys()) wake();
  }

  /** Resolves after the append that is due, when the time is over, or when the signal aborts. */
  async appended({signal, withinMs, isDue = () => true}: WaitOptions): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
      const wake = (): void => {
        timer?.cancel();
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = withinMs === undefined ? undefined : this.#clock.after(withinMs, wake);
      this.#waiting.set(wake, isDue);
      signal.addEventListener('abort', wake);
    });
  }
}
