import {pause, type Clock} from '../core/clock.ts';
import type {Prox} from '../core/prox.ts';
import type {Output} from './output.ts';
import {sanitize} from './render/sanitize.ts';

/** A process that lives this long was started well, as far as a command can tell. */
const SETTLE_MS = 500;
const LINES_SHOWN = 5;

export interface SettleOptions {
  readonly prox: Prox;
  readonly names: readonly string[];
  readonly output: Output;
  readonly clock: Clock;
  /** The seq before the start: older lines belong to older runs. */
  readonly sinceSeq: number;
}

/** Whether all live on for a moment. Those that crashed are named, with the reason and last lines. */
export async function settle(options: SettleOptions): Promise<boolean> {
  const {prox, names, clock} = options;
  await pause(clock, SETTLE_MS);
  const {processes} = await prox.processes();
  const crashed = processes.filter(
    ({name, status}) => status === 'crashed' && names.includes(name),
  );
  for (const {name} of crashed) await complainOf(name, options);
  return crashed.length === 0;
}

/** Names a crashed process, with the reason and its last lines, on standard error. */
export async function complainOf(
  name: string,
  {prox, output, sinceSeq}: Pick<SettleOptions, 'prox' | 'output' | 'sinceSeq'>,
): Promise<void> {
  const {reason} = await prox.process({name});
  await output.complain(`${name} crashed${reason === undefined ? '' : ` (${reason})`}`);
  const {logs} = await prox.logs({process: [name], stream: ['stdout', 'stderr']});
  const ofThisRun = logs.filter(({seq}) => seq > sinceSeq).slice(-LINES_SHOWN);
  for (const {line} of ofThisRun) await output.complain(`  ${sanitize(line, {keepColors: false})}`);
}

/** The seq to give to `settle` later. */
export async function currentSeq(prox: Prox): Promise<number> {
  return (await prox.logs({lines: 1})).nextSeq;
}
