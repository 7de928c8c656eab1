import {systemClock} from '../core/clock.ts';
import {ExitCode, ProxError} from '../core/errors.ts';
import {Bugs, describeBug} from './bugs.ts';
import type {Outcome} from './context.ts';
import {tellFailure} from './failure.ts';
import {runProgram} from './program.ts';
import {isHeldUp, standardSinks} from './stream-sink.ts';
import {asKnownFailure} from './system-failure.ts';

const {stdout, stderr} = standardSinks(process);

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
    const known = asKnownFailure(error);
    if (known instanceof ProxError) return tellFailure(known, {stderr, isVerbose: false});
    await stderr.write(`${describeBug(error)}\n`);
    return ExitCode.bug;
  }
}

async function exitWithBug(error: unknown): Promise<void> {
  await stderr.write(`${describeBug(error)}\n`);
  process.exit(ExitCode.bug);
}

function end(outcome: Outcome): void {
  if (typeof outcome === 'string') endBySignal(outcome);
  else if (isHeldUp(process.stdout) || isHeldUp(process.stderr)) process.exit(outcome);
  else process.exitCode = outcome;
}

/** By the signal itself, so that a shell sees it. */
function endBySignal(signal: NodeJS.Signals): void {
  // Two versions of signal-exit come with Ink: each leaves it to the other to end the process.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
