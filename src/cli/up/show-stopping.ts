import {isGone} from '../../core/gone.ts';
import type {Prox} from '../../core/prox.ts';
import {LogLines, type TimestampMode} from '../../render/log-line.ts';
import type {Output} from '../output.ts';

export interface ShowStoppingOptions {
  readonly output: Output;
  /** Of the processes, in the order of prox.yaml. */
  readonly names: Promise<readonly string[]>;
  readonly timestamps: TimestampMode;
  /** Epoch ms: what was written before was on the screen. */
  readonly since: number;
  readonly signal: AbortSignal;
}

/** What is written while prox stops everything, as `prox up --no-tui` prints it; resolves when that is all. */
export async function showStopping(prox: Prox, options: ShowStoppingOptions): Promise<void> {
  const {output, names, timestamps, since, signal} = options;
  const {paint, hasColor} = output;
  let lines: LogLines | undefined;
  try {
    for await (const {entries} of prox.followLogs({since, sinceSeq: 0}, {signal})) {
      lines ??= new LogLines({names: await names, timestamps, paint, hasColor, isTerminal: true});
      await output.write(lines.render(entries));
    }
  } catch (error) {
    if (!isGone(error) && !signal.aborted) throw error;
  }
}
