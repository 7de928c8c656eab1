import {pause, type Clock} from '../core/clock.ts';
import type {Prox} from '../core/prox.ts';
import type {Output} from './output.ts';
import {sanitize} from '../core/sanitize.ts';

/** A process that lives this long was started well, as far as a command can tell. */
const SETTLE_MS = 500;
const LINES_SHOWN = 20;

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

export interface Crash {
  readonly name: string;
  /** In words: `crashed (exit code 1)`. */
  readonly text: string;
}

/** Which did not live on for a moment. They are named, with the reason and last lines. */
export async function settle(options: SettleOptions): Promise<readonly Crash[]> {
  const {prox, names, clock, startedAt} = options;
  await pause(clock, startedAt + SETTLE_MS - clock.monotonic());
  const {processes} = await prox.processes();
  const crashed = processes.filter(
    ({name, status}) => status === 'crashed' && names.includes(name),
  );
  const crashes: Crash[] = [];
  for (const {name} of crashed) crashes.push(await complainOfCrash(name, options));
  return crashes;
}

/** Names a crashed process, with the reason and its last lines, on standard error. */
export async function complainOfCrash(
  name: string,
  {prox, output, sinceSeq}: Pick<SettleOptions, 'prox' | 'output' | 'sinceSeq'>,
): Promise<Crash> {
  const {reason} = await prox.process({name});
  const text = `crashed${reason === undefined ? '' : ` (${reason})`}`;
  await output.complain(`${name} ${text}`);
  const {logs} = await prox.logs({process: [name], stream: ['stdout', 'stderr']});
  const ofThisRun = logs.filter(({seq}) => seq > sinceSeq).slice(-LINES_SHOWN);
  for (const {line} of ofThisRun) await output.complain(`  ${sanitize(line, {keepColors: false})}`);
  return {name, text};
}

/** The seq to give to `settle` later. */
export async function currentSeq(prox: Prox): Promise<number> {
  return (await prox.logs({lines: 1})).nextSeq;
}
