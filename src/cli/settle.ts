import {describeBriefly} from '../core/blockers.ts';
import {type Clock, pause} from '../core/clock.ts';
import type {ProcessSummary} from '../core/process-report.ts';
import type {Prox} from '../core/prox.ts';
import {harmless} from '../core/sanitize.ts';
import {describeStatus} from '../core/status-tone.ts';
import {lastLines} from './last-lines.ts';
import type {Output} from './output.ts';

/** A process that lives this long was started well, as far as a command can tell. */
const SETTLE_MS = 500;

export interface SettleOptions {
  readonly prox: Prox;
  readonly names: readonly string[];
  readonly output: Output;
  readonly clock: Clock;
  /** When they were started, in monotonic ms. */
  readonly startedAt: number;
  /** The seq before the start: older lines belong to older runs. */
  readonly sinceSeq: number;
}

/** A process that did not come up. */
export interface Crash {
  readonly name: string;
  /** To follow its name: `crashed (exit code 1)`, `is blocked (by db)`. */
  readonly text: string;
}

/** Which did not live on for a moment, or are blocked. They are named, with the reason and last lines. */
export async function settle(options: SettleOptions): Promise<readonly Crash[]> {
  const {prox, names, output, clock, startedAt, sinceSeq} = options;
  await pause(clock, startedAt + SETTLE_MS - clock.monotonic());
  const {processes} = await prox.processes();
  const named = processes.filter(({name}) => names.includes(name));
  const crashes = named.flatMap(process => crashOf(process, named));
  const told = crashes.map(({name, text}) => `${name} ${text}`);
  for (const {name, text} of crashes) {
    const lines = await lastLines(prox, {name, sinceSeq});
    const {cause, exitCode, signal} = await prox.why({name});
    // Of what could not be spawned the reason is the cause.
    const hasRun = exitCode !== undefined || signal !== undefined;
    const news = hasRun ? newsOf(cause, [...told, ...lines]) : '';
    await output.complain(`${name} ${text}${news}`);
    for (const line of lines) await output.complain(line);
  }
  return crashes;
}

function crashOf(process: ProcessSummary, named: readonly ProcessSummary[]): readonly Crash[] {
  const {name, status} = process;
  if (status === 'crashed') return [{name, text: describeStatus(process)}];
  return status === 'blocked' ? [{name, text: `is ${describeBriefly(process, named)}`}] : [];
}

/** What a diagnosis adds to what is told anyhow, to follow it. */
function newsOf(cause: string | undefined, told: readonly string[]): string {
  const [, news] = /^.*?: (.+)$/s.exec(harmless(cause ?? '')) ?? [];
  return news === undefined || told.some(line => line.includes(news)) ? '' : `: ${news}`;
}

/** The seq to give to `settle` later. */
export async function currentSeq(prox: Prox): Promise<number> {
  return (await prox.logs({lines: 1})).nextSeq;
}
