export const RESTART_CONDITIONS = ['no', 'on-failure', 'always'] as const;
export type RestartCondition = (typeof RESTART_CONDITIONS)[number];

/** Whether and when a process that ended unasked is started again (docs/reference/config.md, `restart`). */
export interface RestartPolicy {
  readonly condition: RestartCondition;
  /** So often in a row, without a stable life in between. */
  readonly maxRestarts: number;
  /** Before the first restart; doubles with each. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** A life this long is stable. */
  readonly resetAfterMs: number;
}

/** What comes after the end of a run. */
export type Verdict =
  | {readonly type: 'stay'}
  | {readonly type: 'restart'; readonly inMs: number}
  | {readonly type: 'giveUp'; readonly restarts: number};

export const STAY: Verdict = {type: 'stay'};

/** For people: `1 restart`, `5 restarts`. */
export function timesOf(restarts: number): string {
  return restarts === 1 ? '1 restart' : `${restarts} restarts`;
}

/** One life of a process, looked back at. */
export interface EndedLife {
  readonly success: boolean;
  /** How long it was as it should be: healthy, or without a healthcheck just there. */
  readonly stableMs: number;
}

/** How many restarts in a row there were, and what follows from one more end. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly restarts: number;
}

/** `restarts`: those in a row so far. */
export function judge(policy: RestartPolicy, restarts: number, life: EndedLife): Judgement {
  const {condition} = policy;
  const isOver = condition === 'no' || (condition === 'on-failure' && life.success);
  return isOver ? {verdict: STAY, restarts: 0} : spend(policy, restarts, life.stableMs);
}

/** One more restart, whatever the condition says. */
export function spend(policy: RestartPolicy, restarts: number, stableMs: number): Judgement {
  const inARow = stableMs >= policy.resetAfterMs ? 0 : restarts;
  if (inARow >= policy.maxRestarts) {
    return {verdict: {type: 'giveUp', restarts: inARow}, restarts: inARow};
  }
  const inMs = Math.min(policy.backoffMs * 2 ** inARow, policy.maxBackoffMs);
  return {verdict: {type: 'restart', inMs}, restarts: inARow + 1};
}
