import {formatDuration} from '../duration.ts';
import type {HealthState} from '../health.ts';
import {type Diagnosis, WELL} from './facts.ts';

/** What is known of a dependency, which is outside of prox. */
export interface DependencyFacts {
  readonly name: string;
  readonly status: 'stopped' | 'starting' | 'running' | 'crashed';
  /** Why it is crashed. */
  readonly reason: string | undefined;
  /** Of its check; the output of one that failed can stand in a sentence. */
  readonly health: HealthState;
  /** How long it has this status. */
  readonly sinceMs: number;
  /** prox knows how to start it. */
  readonly hasStart: boolean;
}

/** Why a dependency is not there. */
export function diagnoseDependency(facts: DependencyFacts): Diagnosis {
  const {name, status, reason, health, sinceMs, hasStart} = facts;
  const [problem = ''] = health.lastOutput.split('\n');
  const shown = problem === '' ? '' : `: ${problem}`;
  const nextStep = hasStart
    ? `\`prox logs ${name}\` shows what its \`start\` wrote; \`prox restart ${name}\` runs it again.`
    : `Start it; prox goes on looking. A \`start\` command in prox.yaml would do that by itself.`;
  switch (status) {
    case 'stopped':
      return WELL;
    case 'starting':
      return {
        cause: `${name} is not there yet, after ${formatDuration(sinceMs)}${shown}`,
        nextStep,
      };
    case 'crashed':
      return {cause: `${name} is ${reason ?? `not there${shown}`}`, nextStep};
    case 'running':
      return health.health === 'unhealthy'
        ? {cause: `${name} does not answer as it should${shown}`, nextStep}
        : WELL;
  }
}
