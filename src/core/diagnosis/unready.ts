import {formatDuration} from '../duration.ts';
import {timesOf} from '../restart-policy.ts';
import {findClue} from './clue.ts';
import {connectionClue} from './connections.ts';
import {type CheckFacts, type Diagnosis, type Facts, isSilent, WELL} from './facts.ts';
import {heldPort, portClue} from './ports.ts';

/** Why what runs does not do what others wait for. */
export function diagnoseRunning(facts: Facts): Diagnosis {
  const {name, health, check} = facts;
  const {holder} = facts.port;
  // Also when it is healthy: then its probe may have asked the stranger.
  if (holder !== undefined) {
    const {problem, nextStep} = heldPort(holder, name);
    return {cause: `${name} is running, but ${problem}`, nextStep};
  }
  if (check === undefined || health.health === 'healthy') return WELL;
  const state = health.health === 'unhealthy' ? unhealthy(facts) : notYetHealthy(facts);
  const clue = findClue(facts, [portClue, connectionClue]);
  const problem = clue === undefined ? '' : `, and ${clue.problem}`;
  return {
    cause: `${name} ${state}: ${probeText(facts, check)}${problem}`,
    nextStep: clue?.nextStep ?? nextStep(facts, check),
  };
}

function unhealthy({givenUpAfter}: Facts): string {
  return givenUpAfter === undefined
    ? 'is unhealthy'
    : `is unhealthy, and was given up after ${timesOf(givenUpAfter)}`;
}

function notYetHealthy({runsForMs}: Facts): string {
  const age = runsForMs === undefined ? '' : ` for ${formatDuration(runsForMs)}`;
  return `has not become healthy${age}`;
}

/** What the last check has shown, in the words of `asks`. */
function probeText({health}: Facts, {asks, isLogLine, timeoutMs}: CheckFacts): string {
  const [line = '', body = ''] = health.lastOutput.split('\n');
  if (isLogLine) return `it has not written ${asks}`;
  if (health.lastCheck === undefined) return `${asks} has not been tried yet`;
  if (line === 'timed out') return `${asks} did not end within ${formatDuration(timeoutMs)}`;
  if (isRefused(line)) return `${asks} was refused, nothing listens there`;
  const status = /^HTTP (\d+)$/.exec(line)?.[1];
  if (status !== undefined) return `${asks} answered ${status}${bodyText(body)}`;
  return line === '' ? `${asks} failed` : `${asks}: ${line}`;
}

/** The first line of an answer, when it is meant for people as it stands. */
function bodyText(line: string): string {
  const text = line.trim();
  return text === '' || text.startsWith('<') ? '' : `: ${text.slice(0, MAX_BODY)}`;
}

const MAX_BODY = 200;

function isRefused(output: string): boolean {
  return output.startsWith('connection refused');
}

function nextStep(facts: Facts, {isLogLine, startPeriodMs, url}: CheckFacts): string {
  const {name, health, runsForMs, port} = facts;
  const logs = isSilent(facts)
    ? `${name} has written nothing`
    : `\`prox logs ${name}\` shows what it does`;
  if (isLogLine) return `${logs}; if it is up, mend the pattern of its healthcheck.`;
  if (health.health === 'unknown') {
    const left = startPeriodMs - (runsForMs ?? 0);
    return left > 0
      ? `Wait: it has ${formatDuration(left)} of its start_period left. ${logs}.`
      : `${logs}; a longer \`start_period\` bears a slow start.`;
  }
  if (isRefused(health.lastOutput) && port.number !== undefined) {
    return `Does it listen on port ${port.number}, the one in its PORT? ${logs}.`;
  }
  const isAnswer = url !== undefined && health.lastOutput.startsWith('HTTP ');
  return isAnswer ? `\`curl -i ${url}\` shows its answer; ${logs}.` : `${logs}.`;
}
