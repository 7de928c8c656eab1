import type {Health} from './health.ts';
import type {ProcessStatus} from './process-state.ts';

export const CONDITIONS = ['started', 'healthy', 'completed', 'ready'] as const;
/** `ready` is for outside dependencies. */
export type Condition = (typeof CONDITIONS)[number];

/** What one process needs of another. */
export interface Requirement {
  readonly name: string;
  readonly condition: Condition;
}

/** Whether a process may start now. */
export type Gate =
  | {readonly type: 'open'}
  | {readonly type: 'waiting'; readonly on: readonly string[]}
  /** One of `on` can no longer get there by itself; `reason` names what is at the root of it. */
  | {readonly type: 'blocked'; readonly on: readonly string[]; readonly reason: string};

export const OPEN: Gate = {type: 'open'};

/** How a process stands, seen by those who need it. */
export interface Standing {
  readonly name: string;
  readonly status: ProcessStatus;
  readonly health: Health;
  /** It ended by itself, as it should. */
  readonly endedWell: boolean;
  /** It will be started, perhaps in place of what runs, or is being stopped for that. */
  readonly isComing: boolean;
  /** Why it is crashed, blocked or unhealthy, in words. */
  readonly reason: string | undefined;
}

/** @param standingOf undefined for a name that is not supervised (any more) */
export function gateOf(
  requirements: readonly Requirement[],
  standingOf: (name: string) => Standing | undefined,
): Gate {
  const answers = requirements.map(requirement => ({
    name: requirement.name,
    answer: answerOf(requirement, standingOf(requirement.name)),
  }));
  const on = answers.filter(({answer}) => answer !== 'met').map(({name}) => name);
  if (on.length === 0) return OPEN;
  // Two of them may be blocked by the same third.
  const reasons = new Set(
    answers.flatMap(({answer}) => (typeof answer === 'object' ? [answer.reason] : [])),
  );
  return reasons.size === 0
    ? {type: 'waiting', on}
    : {type: 'blocked', on, reason: [...reasons].join('; ')};
}

type Answer = 'met' | 'notYet' | {readonly reason: string};

function answerOf({name, condition}: Requirement, standing: Standing | undefined): Answer {
  if (standing === undefined) return {reason: `${name} is not there`};
  if (standing.isComing) return 'notYet';
  switch (standing.status) {
    case 'completed':
      return 'met';
    case 'running':
      return whileRunning(condition, standing);
    case 'starting':
    case 'waiting':
      return 'notYet';
    case 'stopping':
      return {
        reason: standing.reason === undefined ? `${name} is being stopped` : inWords(standing),
      };
    case 'blocked':
      // What is at the root of it says more than who stands in between.
      return {reason: standing.reason ?? `${name} is blocked`};
    case 'crashed':
      return {reason: inWords(standing)};
    case 'stopped':
      if (standing.endedWell && condition === 'started') return 'met';
      return {reason: standing.endedWell ? `${name} has ended` : `${name} is stopped`};
  }
}

/** A task that runs has not completed; unhealthy may become healthy, but nobody knows when. */
function whileRunning(condition: Condition, {name, health, reason}: Standing): Answer {
  if (condition === 'started') return 'met';
  if (condition === 'completed') return 'notYet';
  if (health === 'healthy') return 'met';
  if (health === 'unknown') return 'notYet';
  return {
    reason: reason === undefined ? `${name} is unhealthy` : `${name} is unhealthy (${reason})`,
  };
}

function inWords({name, status, reason}: Standing): string {
  return reason === undefined ? `${name} ${status}` : `${name} ${status} (${reason})`;
}

/** Names with what they need, whatever the condition. */
export type Edges = ReadonlyMap<string, readonly string[]>;

/** Who needs whom, the other way round. */
export function reversed(edges: Edges): Edges {
  const dependents = new Map<string, string[]>([...edges.keys()].map(name => [name, []]));
  for (const [name, needed] of edges) {
    for (const other of needed) dependents.get(other)?.push(name);
  }
  return dependents;
}

/** The names, and all that they need, directly or not, but for `except`. In the order of `edges`. */
export function withNeeded(
  names: Iterable<string>,
  edges: Edges,
  except: readonly string[] = [],
): readonly string[] {
  const found = new Set<string>();
  const toVisit = [...names];
  for (let name = toVisit.pop(); name !== undefined; name = toVisit.pop()) {
    if (found.has(name) || except.includes(name)) continue;
    found.add(name);
    toVisit.push(...(edges.get(name) ?? []));
  }
  return [...edges.keys()].filter(name => found.has(name));
}

/**
 * The names in waves: each wave needs only what is in earlier ones. Names outside do not count. What is
 * left when a cycle is in it is the last wave.
 */
export function waves(names: readonly string[], edges: Edges): readonly (readonly string[])[] {
  const result: (readonly string[])[] = [];
  let left = new Set(names);
  while (left.size > 0) {
    const isFree = (name: string): boolean =>
      !(edges.get(name) ?? []).some(needed => needed !== name && left.has(needed));
    const free = [...left].filter(isFree);
    const wave = free.length > 0 ? free : [...left];
    result.push(wave);
    left = new Set([...left].filter(name => !wave.includes(name)));
  }
  return result;
}
