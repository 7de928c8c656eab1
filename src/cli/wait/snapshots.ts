import {isGone} from '../../core/gone.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {Prox} from '../../core/prox.ts';
import type {Missing} from './wait-for.ts';

/** The processes now and at every change, until `signal` aborts or prox ends. */
export async function* snapshots(
  prox: Pick<Prox, 'followProcesses'>,
  signal: AbortSignal,
): AsyncGenerator<readonly ProcessSummary[]> {
  try {
    for await (const {processes} of prox.followProcesses({}, {signal})) yield processes;
  } catch (error) {
    if (!isGone(error)) throw error; // as when the stream ends
  }
}

/** Neither runs nor will by itself. */
export function isOver({status, nextRestartMs}: ProcessSummary): boolean {
  if (nextRestartMs !== undefined) return false;
  return ['stopped', 'blocked', 'completed', 'crashed'].includes(status);
}

/** It has never had a child, as far as can be told. */
export function hasNotRun({status, exitCode, signal}: ProcessSummary): boolean {
  return status === 'stopped' && exitCode === undefined && signal === undefined;
}

/** For a condition that nobody is left to meet. */
export function endOfProx(name: string): Missing {
  return {name, reason: 'prox has ended', isLost: true, process: undefined};
}
