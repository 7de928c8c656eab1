import {type Clock, pause} from '../core/clock.ts';
import {type ErrorCode, ProxError} from '../core/errors.ts';

const FIRST_DELAY_MS = 250;
/** Longer than any pause. */
const LASTING_MS = 5000;

/** What may be otherwise in a moment: prox starts again, or another reader leaves. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'UNREACHABLE',
  'SHUTDOWN_IN_PROGRESS',
  'STREAM_LIMIT_REACHED',
]);

export interface ReconnectOptions<T> {
  /** Yields what comes through one connection, until that ends or `signal` aborts. */
  readonly followOnce: (signal: AbortSignal) => AsyncIterable<T>;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Of one pause. */
  readonly maxDelayMs: number;
}

/**
 * What comes through one connection after the other, until `signal` aborts. The pauses between them grow
 * from 250 ms on, and anew after a connection that has lasted. @throws what prox refuses
 */
export async function* reconnect<T>({
  followOnce,
  signal,
  clock,
  maxDelayMs,
}: ReconnectOptions<T>): AsyncGenerator<T> {
  let delayMs = FIRST_DELAY_MS;
  while (!signal.aborted) {
    const beganMs = clock.monotonic();
    try {
      yield* followOnce(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!isPassing(error)) throw error;
    }
    if (clock.monotonic() - beganMs >= LASTING_MS) delayMs = FIRST_DELAY_MS;
    await pause(clock, delayMs, signal);
    delayMs = Math.min(delayMs * 2, maxDelayMs);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof ProxError && PASSING.has(error.code);
}
