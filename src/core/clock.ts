/** A pending callback. */
export interface Timer {
  cancel(): void;
}

/** Time, handed in wherever it matters, so that tests own it. */
export interface Clock {
  /** Wall time in ms since the epoch: for timestamps only, it may jump. */
  now(): number;
  /** Monotonic time in ms: for durations and deadlines. */
  monotonic(): number;
  /** Runs `callback` once, `ms` from now. */
  after(ms: number, callback: () => void): Timer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const handle = setTimeout(callback, ms);
    return {cancel: () => clearTimeout(handle)};
  },
};

/** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
export async function pause(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>(resolve => {
    const finish = (): void => {
      timer.cancel();
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = clock.after(ms, finish);
    signal?.addEventListener('abort', finish);
  });
}
