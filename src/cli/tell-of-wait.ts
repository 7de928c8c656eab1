import {type Clock, pause} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import type {Output} from './output.ts';

/** A start may wait for what it depends on as long as that takes; after this time it is said. */
const PATIENCE_MS = 2000;

export interface WaitTeller {
  readonly prox: Prox;
  readonly output: Output;
  readonly clock: Clock;
}

/** The outcome of `action`. While it takes long, what the process waits for is told once. */
export async function tellOfWait<T>(
  name: string,
  action: () => Promise<T>,
  teller: WaitTeller,
): Promise<T> {
  const done = new AbortController();
  void remind(name, teller, done.signal);
  try {
    return await action();
  } finally {
    done.abort();
  }
}

async function remind(
  name: string,
  {prox, output, clock}: WaitTeller,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await pause(clock, PATIENCE_MS, signal);
    const waitingOn = signal.aborted ? [] : await waitedFor(name, prox);
    if (waitingOn.length === 0 || signal.aborted) continue;
    return output.note(`${name} waits for ${waitingOn.join(', ')} …`);
  }
}

async function waitedFor(name: string, prox: Prox): Promise<readonly string[]> {
  try {
    const {status, waitingOn} = await prox.process({name});
    return status === 'waiting' ? waitingOn : [];
  } catch (error) {
    if (!(error instanceof ProxError)) throw error;
    return []; // what goes wrong with prox, the action tells
  }
}
