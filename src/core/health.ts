export const HEALTHS = ['healthy', 'unhealthy', 'unknown'] as const;
export type Health = (typeof HEALTHS)[number];

/** What the probes of one run have shown so far. */
export interface HealthState {
  readonly health: Health;
  readonly consecutiveFailures: number;
  /** Epoch ms of the last finished probe. */
  readonly lastCheck: number | undefined;
  /** At most 1,000 characters. */
  readonly lastOutput: string;
}

/** One finished probe. */
export interface ProbeOutcome {
  readonly success: boolean;
  readonly output: string;
  /** Epoch ms. */
  readonly at: number;
  /** It began within `start_period` of the run. */
  readonly isStarting: boolean;
}

export const UNCHECKED: HealthState = {
  health: 'unknown',
  consecutiveFailures: 0,
  lastCheck: undefined,
  lastOutput: '',
};

const MAX_OUTPUT = 1000;

/**
 * Docker's rules (docs/reference/config.md, "healthcheck"): one success makes it healthy; failures in a row up
 * to `retries` make it unhealthy; until the first success those within `start_period` do not count.
 */
export function nextHealth(
  state: HealthState,
  outcome: ProbeOutcome,
  retries: number,
): HealthState {
  const checked = {lastCheck: outcome.at, lastOutput: outcome.output.slice(0, MAX_OUTPUT)};
  if (outcome.success) return {...checked, health: 'healthy', consecutiveFailures: 0};
  if (outcome.isStarting && state.health === 'unknown') return {...state, ...checked};
  const consecutiveFailures = state.consecutiveFailures + 1;
  const health = consecutiveFailures >= retries ? 'unhealthy' : state.health;
  return {...checked, health, consecutiveFailures};
}

/** What is new, for people; undefined when the health is what it was. */
export function describeHealthChange(before: HealthState, after: HealthState): string | undefined {
  if (before.health === after.health) return undefined;
  if (after.health === 'healthy') {
    return before.health === 'unknown' ? 'is healthy' : 'is healthy again';
  }
  const [firstLine = ''] = after.lastOutput.split('\n');
  const {consecutiveFailures: failures} = after;
  return `is unhealthy: ${failures} ${failures === 1 ? 'check' : 'checks'} failed (${firstLine})`;
}
