import {Bugs} from '../../../src/cli/bugs.ts';
import type {Outcome, Terminal} from '../../../src/cli/context.ts';
import {runProgram} from '../../../src/cli/program.ts';
import type {Clock} from '../../../src/core/clock.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {tempDir} from '../daemon/temp-dir.ts';
import {TextSink, type TextSinkOptions} from './text-sink.ts';

export interface Result {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the words in an empty folder that is the home too, and gives what was written. */
export async function run(...words: readonly string[]): Promise<Result> {
  return runOn({}, ...words);
}

/** The same, with a standard output of this kind. */
export async function runOn(output: TextSinkOptions, ...words: readonly string[]): Promise<Result> {
  const stdout = new TextSink(output);
  return {...(await runInto(stdout, ...words)), stdout: stdout.text};
}

/** The same, by the clock of the test. */
export async function runBy(clock: Clock, ...words: readonly string[]): Promise<Result> {
  const stdout = new TextSink();
  return {...(await runWith({stdout, clock}, words)), stdout: stdout.text};
}

/** The same, with what is written to standard output left in `stdout`. */
export async function runInto(
  stdout: TextSink,
  ...words: readonly string[]
): Promise<Omit<Result, 'stdout'>> {
  return runWith({stdout, clock: new FakeClock()}, words);
}

async function runWith(
  given: Pick<Terminal, 'stdout' | 'clock'>,
  words: readonly string[],
): Promise<Omit<Result, 'stdout'>> {
  const stderr = new TextSink();
  const cwd = tempDir();
  const env = {HOME: cwd, NO_COLOR: '1'};
  const bugs = new Bugs(() => {});
  const outcome = await runProgram(words, {...given, stderr, env, cwd, bugs});
  return {outcome, stderr: stderr.text};
}
