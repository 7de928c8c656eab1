import {systemClock} from '../core/clock.ts';
import {ERRORS, ExitCode, ProxError} from '../core/errors.ts';
import {Bugs, describeBug} from './bugs.ts';
import type {Outcome} from './context.ts';
import {streamSink} from './output.ts';
import {runProgram} from './program.ts';

const stdout = streamSink(process.stdout);
const stderr = streamSink(process.stderr);

/** The last resort, for what happens outside of any command's own calls. */
const bugs = new Bugs(error => void exitWithBug(error));
process.on('uncaughtException', error => bugs.report(error));

end(await main(process.argv.slice(2)));

async function main(words: readonly string[]): Promise<Outcome> {
  const {env} = process;
  try {
    const terminal = {stdout, stderr, clock: systemClock, env, cwd: process.cwd(), bugs};
    const outcome = await runProgram(words, terminal);
    const failure = stdout.failure();
    if (failure === undefined || outcome !== ExitCode.done) return outcome;
    await stderr.write(`prox: cannot write to standard output: ${failure.message}\n`);
    return ExitCode.failed;
  } catch (error) {
    const isKnown = error instanceof ProxError;
    await stderr.write(isKnown ? describeFailure(error, words) : `${describeBug(error)}\n`);
    return isKnown ? ERRORS[error.code].exit : ExitCode.bug;
  }
}

async function exitWithBug(error: unknown): Promise<void> {
  await stderr.write(`${describeBug(error)}\n`);
  process.exit(ExitCode.bug);
}

function describeFailure(error: ProxError, words: readonly string[]): string {
  const isVerbose = words.includes('-v') || words.includes('--verbose');
  const {cause} = error;
  const lines = [`prox: ${error.message}`];
  if (error.hint !== undefined) lines.push(error.hint);
  if (isVerbose && cause instanceof Error) lines.push(`Caused by ${cause.stack ?? cause.message}`);
  return `${lines.join('\n')}\n`;
}

function end(outcome: Outcome): void {
  // By the signal itself, so that a shell sees it; Node's own handlers are back by now.
  if (typeof outcome === 'string') process.kill(process.pid, outcome);
  else process.exitCode = outcome;
}
