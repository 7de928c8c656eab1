import {pause} from '../core/clock.ts';
import {isGone} from '../core/gone.ts';
import type {Prox} from '../core/prox.ts';
import {connect, type Connection} from './connect.ts';
import type {Invocation} from './context.ts';

const RETRY_MS = 200;

/** What is followed until the connection ends, or the reader. */
export interface Following {
  readonly prox: Prox;
  /** Another prox than the one that was followed before: nothing of that one is left. */
  readonly isNewRun: boolean;
}

/**
 * Follows with `followOnce` until nobody reads any more. When prox ends it waits for the next one, and
 * goes on with that.
 */
export async function followOverRestarts(
  first: Connection,
  invocation: Invocation,
  followOnce: (following: Following) => Promise<void>,
): Promise<void> {
  const {gone} = invocation.output;
  let connection = first;
  let run = await runOf(first);
  let isNewRun = false;
  while (!gone.aborted) {
    try {
      await followOnce({prox: connection.prox, isNewRun});
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    const next = await reconnect(invocation);
    if (next === undefined) return;
    isNewRun = next.run !== run;
    ({connection, run} = next);
  }
}

interface Reconnection {
  readonly connection: Connection;
  readonly run: string;
}

/** Undefined when nobody reads any more. */
async function reconnect(invocation: Invocation): Promise<Reconnection | undefined> {
  const {clock, output} = invocation;
  let hasSaidSo = false;
  while (!output.gone.aborted) {
    try {
      const connection = await connect(invocation);
      return {connection, run: await runOf(connection)};
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    if (!hasSaidSo) await output.note('prox: prox has ended, waiting for it to come back');
    hasSaidSo = true;
    await pause(clock, RETRY_MS, output.gone);
  }
  return undefined;
}

/** What tells this run of prox from others, as far as it can be seen from here. */
async function runOf({prox, running}: Connection): Promise<string> {
  const {pid} = await prox.status();
  return running?.startToken ?? String(pid);
}
