import {Bugs} from '../../../src/cli/bugs.ts';
import type {Outcome, Terminal} from '../../../src/cli/context.ts';
import {runProgram} from '../../../src/cli/program.ts';
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

/** The same, with what is written to standard output left in `stdout`. */
export async function runInto(
  stdout: TextSink,
  ...words: readonly string[]
): Promise<Omit<Result, 'stdout'>> {
  const stderr = new TextSink();
  const cwd = tempDir();
  const env = {HOME: cwd, NO_COLOR: '1'};
  const bugs = new Bugs(() => {});
  const terminal: Terminal = {stdout, stderr, clock: new FakeClock(), env, cwd, bugs};
  const outcome = await runProgram(words, terminal);
  return {outcome, stderr: stderr.text};
}
