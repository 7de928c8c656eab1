import {type Clock, pause} from '../../core/clock.ts';
import {isGone} from '../../core/gone.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import type {Prox} from '../../core/prox.ts';
import {describeStatus} from '../../core/status-tone.ts';
import {endOfProx, isOver, snapshots} from './snapshots.ts';
import type {Missing, Wait} from './wait-for.ts';

export interface LineOptions {
  readonly prox: Prox;
  readonly clock: Clock;
  /** One of these prints it. */
  readonly names: readonly string[];
  readonly pattern: string;
  /** As it was written. */
  readonly condition: string;
}

/** What is left in the pipes of a child that has ended is read for so long. */
const LAST_LINES_MS = 1000;

/** Until one of the processes has printed a line that matches; lost when none of them runs any more. */
export function untilLine(options: LineOptions): Wait {
  return async signal => {
    const done = new AbortController();
    const end = AbortSignal.any([signal, done.signal]);
    try {
      return await Promise.race([lineOf(options, end), endOf(options, end)]);
    } finally {
      done.abort();
    }
  };
}

async function lineOf(
  {prox, names, pattern, condition}: LineOptions,
  signal: AbortSignal,
): Promise<readonly Missing[]> {
  const process = names[0];
  const filter = {process: names, stream: ['stdout', 'stderr'] as const, pattern, regex: true};
  try {
    for await (const {entries} of prox.followLogs({...filter, sinceSeq: 0}, {signal})) {
      if (entries.length > 0) return [];
    }
  } catch (error) {
    if (!isGone(error)) throw error; // as when the stream ends
  }
  if (!signal.aborted) return [endOfProx(condition)];
  return [{name: condition, reason: 'no line matches yet', isLost: false, process}];
}

/** Says nothing as long as one of them may still print. */
async function endOf(
  {prox, clock, names, condition}: LineOptions,
  signal: AbortSignal,
): Promise<readonly Missing[]> {
  for await (const processes of snapshots(prox, signal)) {
    const named = processes.filter(({name}) => names.includes(name));
    if (!named.every(isOver)) continue;
    await pause(clock, LAST_LINES_MS, signal);
    const reason = `no line matches, and ${named.map(inWords).join(', ')}`;
    return [{name: condition, reason, isLost: true, process: names[0]}];
  }
  return new Promise(() => {}); // the other side tells
}

function inWords(process: ProcessSummary): string {
  return `${process.name} is ${describeStatus(process)}`;
}
