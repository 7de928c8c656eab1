import {formatDuration} from '../duration.ts';
import type {Exit} from '../process-state.ts';
import type {Clue} from './clue.ts';
import type {Facts} from './facts.ts';
import {MEMORY_HINT} from './memory.ts';

/** A shell tells the signal that ended its command as 128 + n (signal(7)). */
const SIGNAL_OF_CODE: Readonly<Record<number, string>> = {
  129: 'SIGHUP',
  130: 'SIGINT',
  132: 'SIGILL',
  134: 'SIGABRT',
  135: 'SIGBUS',
  136: 'SIGFPE',
  137: 'SIGKILL',
  139: 'SIGSEGV',
  143: 'SIGTERM',
};

/** What ended a run; undefined when it left by itself. */
export function endingSignal({code, signal}: Exit): string | undefined {
  return signal ?? (code === undefined ? undefined : SIGNAL_OF_CODE[code]);
}

/** None of these was of prox: what prox ends is stopped, not crashed. */
export function signalClue(signal: string, {code}: Exit, facts: Facts): Clue {
  const {name} = facts;
  const told = code === undefined ? signal : `${signal}, exit code ${code}`;
  switch (signal) {
    case 'SIGKILL':
      return {
        problem: `killed from outside (${told}): by hand, or out of memory`,
        nextStep: `${MEMORY_HINT} If somebody ended it by hand: ${howToRevive(facts)}.`,
      };
    case 'SIGSEGV':
    case 'SIGBUS':
    case 'SIGILL':
    case 'SIGFPE':
      return {
        problem: `native code in it failed (${told})`,
        nextStep: `\`prox logs ${name}\` shows what it did last; native modules may be built for another version.`,
      };
    default:
      return {
        problem: `ended from outside (${told})`,
        nextStep: `Nobody asked prox to end it: ${howToRevive(facts)}.`,
      };
  }
}

function howToRevive({name, nextRestartMs}: Facts): string {
  if (nextRestartMs === undefined) return `run \`prox start ${name}\``;
  const when = formatDuration(nextRestartMs);
  return `it starts again by itself in ${when}, with \`prox restart ${name}\` at once`;
}
