import {Bugs} from '../../../src/cli/bugs.ts';
import type {Outcome, Terminal} from '../../../src/cli/context.ts';
import {runProgram} from '../../../src/cli/program.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {tempDir} from '../daemon/temp-dir.ts';
import {TextSink} from './text-sink.ts';

export interface Result {
  readonly outcome: Outcome;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the words in an empty folder that is the home too, and gives what was written. */
export async function run(...words: readonly string[]): Promise<Result> {
  const [stdout, stderr] = [new TextSink(), new TextSink()];
  const cwd = tempDir();
  const env = {HOME: cwd};
  const bugs = new Bugs(() => {});
  const terminal: Terminal = {stdout, stderr, clock: new FakeClock(), env, cwd, bugs};
  const outcome = await runProgram(words, terminal);
  return {outcome, stdout: stdout.text, stderr: stderr.text};
}
