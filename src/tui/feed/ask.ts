import type {Clock} from '../../core/clock.ts';
import {ProxError} from '../../core/errors.ts';

/** A prox that is suspended takes connections and says nothing. */
const PATIENCE_MS = 10_000;

export interface AskOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * What prox answers, if it does so in time and somebody still wants to know.
 * @throws ProxError UNREACHABLE after 10 s; the reason of `signal` when it aborts
 */
export async function ask<T>(answer: Promise<T>, {clock, signal}: AskOptions): Promise<T> {
  let leave = (): void => {};
  const given = new Promise<never>((_resolve, reject) => {
    const abort = (): void => reject(abortError(signal));
    const timer = clock.after(PATIENCE_MS, () => reject(silence()));
    signal.addEventListener('abort', abort);
    leave = () => {
      timer.cancel();
      signal.removeEventListener('abort', abort);
    };
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([given, answer]);
  } finally {
    leave();
  }
}

function silence(): ProxError {
  return new ProxError('UNREACHABLE', {detail: `it was silent for ${PATIENCE_MS / 1000} s`});
}

function abortError({reason}: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('aborted', {cause: reason});
}
