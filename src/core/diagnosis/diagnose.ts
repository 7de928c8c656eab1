import {describeExit} from '../exit.ts';
import type {ProcessState} from '../process-state.ts';
import {diagnoseCrash} from './crash.ts';
import {type Diagnosis, type Facts, WELL} from './facts.ts';
import {chainTo, standingText} from './others.ts';
import {diagnoseRunning} from './unready.ts';

/** Why a process or task is as it is. Guesses nothing: what it says is in the facts. */
export function diagnose(facts: Facts): Diagnosis {
  const {state} = facts;
  switch (state.status) {
    case 'crashed':
      return diagnoseCrash(facts, state.cause, state.verdict);
    case 'running':
      return running(facts);
    case 'waiting':
      return waiting(facts, state.on);
    case 'blocked':
      return blocked(facts, state);
    case 'stopped':
      return stopped(facts, state);
    case 'starting':
    case 'stopping':
    case 'completed':
      return WELL;
  }
}

/** Also what is well needs to be told that edits do nothing. */
function running(facts: Facts): Diagnosis {
  const {name, isWatchPaused} = facts;
  const diagnosis = diagnoseRunning(facts);
  if (diagnosis.cause !== undefined || !isWatchPaused) return diagnosis;
  return {
    cause: `${name} is running, but its watch is paused`,
    nextStep: `If it writes such a file itself, put that into \`ignore\` of its \`watch\`; \`prox restart ${name}\` watches again.`,
  };
}

function waiting({name, others}: Facts, on: readonly string[]): Diagnosis {
  const reasons = on.map(wanted => {
    const chain = chainTo(wanted, others);
    const links = chain.map(other => other.name).join(', which is waiting for ');
    const root = chain.at(-1);
    return root === undefined ? wanted : `${links}, which ${standingText(root)}`;
  });
  return {
    cause: `${name} is waiting for ${reasons.join('; and for ')}`,
    nextStep: `Run \`prox why ${rootOf(on, others)}\`; ${name} starts by itself when all is there.`,
  };
}

function blocked(
  {name, others}: Facts,
  {on, reason}: Extract<ProcessState, {status: 'blocked'}>,
): Diagnosis {
  return {
    cause: `${name} is blocked: ${reason}`,
    nextStep: `Run \`prox why ${rootOf(on, others)}\`; ${name} starts by itself when that is mended.`,
  };
}

function rootOf(on: readonly string[], others: Facts['others']): string {
  const [first = ''] = on;
  return chainTo(first, others).at(-1)?.name ?? first;
}

/** What has ended well by itself needs no reason. */
function stopped(
  {name, wasStarted, isHeld}: Facts,
  {exit}: Extract<ProcessState, {status: 'stopped'}>,
): Diagnosis {
  if (!wasStarted) {
    return {
      cause: `${name} has not been started`,
      nextStep: `Run \`prox start ${name}\`.`,
    };
  }
  if (!isHeld) return WELL;
  const how = exit === undefined ? '' : ` (${describeExit(exit)})`;
  return {
    cause: `${name} is stopped because somebody stopped it${how}`,
    nextStep: `Run \`prox start ${name}\`.`,
  };
}
