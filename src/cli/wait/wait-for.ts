import type {Clock} from '../../core/clock.ts';

/** What is not there, and why. */
export interface Missing {
  /** A process, or a condition as it was written. */
  readonly name: string;
  /** `crashed (exit code 1)`, `waiting (for db)`, `connection refused (localhost:5432)`. */
  readonly reason: string;
  /** It can no longer come by itself. */
  readonly isLost: boolean;
  /** Whose lines may tell more. */
  readonly process: string | undefined;
}

/** Resolves with what is missing: nothing is, one thing is lost, or `signal` has aborted. */
export type Wait = (signal: AbortSignal) => Promise<readonly Missing[]>;

export interface WaitResult {
  /** Empty: all is there. */
  readonly missing: readonly Missing[];
  readonly isTimedOut: boolean;
}

/** Waits for all at once, until one of them is lost or the time is up. */
export async function waitFor(
  waits: readonly Wait[],
  {clock, timeoutMs}: {readonly clock: Clock; readonly timeoutMs: number},
): Promise<WaitResult> {
  const end = new AbortController();
  const timer = clock.after(timeoutMs, () => end.abort());
  try {
    const missing = await Promise.all(
      waits.map(async wait => {
        const found = await wait(end.signal);
        if (found.length > 0) end.abort();
        return found;
      }),
    );
    const all = missing.flat();
    return {missing: all, isTimedOut: all.length > 0 && !all.some(({isLost}) => isLost)};
  } finally {
    timer.cancel();
    end.abort();
  }
}
