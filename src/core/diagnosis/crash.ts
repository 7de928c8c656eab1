import {describeExit} from '../exit.ts';
import {formatDuration} from '../duration.ts';
import type {CrashCause, Exit} from '../process-state.ts';
import {timesOf, type Verdict} from '../restart-policy.ts';
import {tellingLine} from '../telling-line.ts';
import {type Clue, type FindClue, findClue} from './clue.ts';
import {missingCommandClue, missingTerminalClue, notExecutableClue} from './commands.ts';
import {connectionClue} from './connections.ts';
import {environmentClue} from './environment.ts';
import {type Diagnosis, type Facts, isSilent} from './facts.ts';
import {memoryClue} from './memory.ts';
import {missingFileClue} from './missing-files.ts';
import {permissionClue} from './permissions.ts';
import {portClue} from './ports.ts';
import {endingSignal, signalClue} from './signals.ts';
import {syntaxClue} from './syntax.ts';

/** The most specific first. */
const CLUES: readonly FindClue[] = [
  portClue,
  memoryClue,
  environmentClue,
  missingFileClue,
  syntaxClue,
  permissionClue,
  connectionClue,
];

const SPAWN_CLUES = [missingCommandClue, notExecutableClue, missingTerminalClue];

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** Why it ended unasked, or could not be started or ended. */
export function diagnoseCrash(facts: Facts, cause: CrashCause, verdict: Verdict): Diagnosis {
  const {name, timeoutMs} = facts;
  switch (cause.type) {
    case 'exited':
      return cause.exit.success ? endedTooOften(name, verdict) : exited(facts, cause.exit, verdict);
    case 'spawnFailed':
      return spawnFailed(facts, cause.message, verdict);
    case 'timedOut':
      return {
        cause: `${name} did not end within ${formatDuration(timeoutMs ?? 0)} and was stopped${lastWords(facts)}`,
        nextStep: `\`prox logs ${name}\` shows how far it came; \`timeout\` in prox.yaml allows more.`,
      };
    case 'notReaped': {
      const pids = cause.survivors.map(({pid, command}) => `pid ${pid} (${command})`);
      return {
        cause: `${name} cannot be ended: ${pids.join(', ')} outlived SIGKILL`,
        nextStep: `\`prox stop ${name}\` tries again; what waits for a disk or a device may be beyond reach.`,
      };
    }
  }
}

function exited(facts: Facts, exit: Exit, verdict: Verdict): Diagnosis {
  const head = `${facts.name} crashed${givenUp(verdict)}`;
  const clue = clueOfExit(facts, exit);
  if (clue) return {cause: `${head}: ${clue.problem}`, nextStep: clue.nextStep};
  return {
    cause: `${head} (${describeExit(exit)})${lastWords(facts)}${removedVariables(facts)}`,
    nextStep: isSilent(facts)
      ? `It wrote nothing; \`prox run ${facts.name} -- …\` runs its command by hand, in its environment.`
      : `\`prox logs ${facts.name}\` shows what it wrote.`,
  };
}

function clueOfExit(facts: Facts, exit: Exit): Clue | undefined {
  const signal = endingSignal(exit);
  if (signal !== undefined && signal !== 'SIGABRT') {
    return findClue(facts, [memoryClue]) ?? signalClue(signal, exit, facts);
  }
  if (exit.code === NOT_FOUND) return findClue(facts, [missingCommandClue, ...CLUES]);
  if (exit.code === NOT_EXECUTABLE) return findClue(facts, [notExecutableClue, ...CLUES]);
  return findClue(facts, CLUES);
}

function spawnFailed(facts: Facts, message: string, verdict: Verdict): Diagnosis {
  const output = {stderr: [message], stdout: []};
  const clue = findClue({...facts, output}, SPAWN_CLUES);
  return {
    cause: `${facts.name} could not be started${givenUp(verdict)}: ${clue?.problem ?? message}`,
    nextStep:
      clue?.nextStep ?? `Mend ${facts.name} in prox.yaml, then run \`prox restart ${facts.name}\`.`,
  };
}

function endedTooOften(name: string, verdict: Verdict): Diagnosis {
  return {
    cause: `${name} ends by itself again and again${givenUp(verdict)}`,
    nextStep: `\`restart: always\` is for what lives; \`prox logs ${name}\` shows why it does not.`,
  };
}

function givenUp(verdict: Verdict): string {
  if (verdict.type !== 'giveUp') return '';
  return ` and was given up after ${timesOf(verdict.restarts)}`;
}

/** Its telling line, to follow a sentence. */
function lastWords({output: {stderr, stdout}}: Facts): string {
  const line = tellingLine(stderr.length > 0 ? stderr : stdout).trim();
  return line === '' ? '' : `: ${line}`;
}

function removedVariables({changes}: Facts): string {
  const removed = changes?.envRemoved ?? [];
  if (removed.length === 0) return '';
  return `; its last good run had ${removed.join(', ')} in its environment`;
}
