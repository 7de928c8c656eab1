export const MAX_RESTARTS = 5;
export const WINDOW_MS = 10_000;

/** Notices a process that changes the files it is restarted for. */
export class FlapGuard {
  #times: readonly number[] = [];

  /** Counts a restart at `now` (monotonic ms); true when there were as many as one may have. */
  record(now: number): boolean {
    this.#times = [...this.#times.filter(time => now - time < WINDOW_MS), now];
    return this.#times.length >= MAX_RESTARTS;
  }

  forget(): void {
    this.#times = [];
  }
}
