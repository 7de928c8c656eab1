import type {Clock} from '../core/clock.ts';
import type {Bugs} from './bugs.ts';
import type {Options} from './options.ts';
import type {Output, OutputOptions} from './output.ts';

/** The world around prox that a command may touch. */
export interface World {
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly bugs: Bugs;
}

/** What a command is given. */
export interface Invocation extends World {
  readonly args: readonly string[];
  /** Those of the command and the global ones. */
  readonly options: Options;
  readonly output: Output;
}

/** What the program is started with. */
export interface Terminal extends World, Pick<OutputOptions, 'stdout' | 'stderr'> {}

/** How prox ends: with an exit code, or by the signal that ended it (128+n for the shell). */
export type Outcome = number | NodeJS.Signals;

/** A command of prox. Failures are thrown as ProxError and end with its exit code. */
export type Command = (invocation: Invocation) => Promise<Outcome>;
