import type {LogFile} from '../../daemon/log-file.ts';
import type {OutputOptions, Sink} from '../output.ts';
import {Output} from '../output.ts';

export interface LogOutputOptions extends Pick<OutputOptions, 'env' | 'isQuiet'> {
  readonly log: LogFile;
  /** Who else reads what is complained of; by default nobody. */
  readonly complaints?: Sink;
}

/** An output without a terminal: all of it goes to the log. */
export function outputTo({log, complaints, env, isQuiet}: LogOutputOptions): Output {
  const stdout = sinkOf({write: async text => log.write(text), isTerminal: false});
  return new Output({stdout, stderr: complaints ?? stdout, env, color: undefined, isQuiet});
}

/** A sink that is always there, and as wide as one likes. */
export function sinkOf({write, isTerminal}: Pick<Sink, 'write' | 'isTerminal'>): Sink {
  return {
    write,
    isTerminal,
    columns: undefined,
    rows: undefined,
    gone: new AbortController().signal,
    failure: () => undefined,
  };
}
