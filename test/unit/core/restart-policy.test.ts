import {describe, expect, test} from 'vitest';
import {
  judge,
  RESTART_CONDITIONS,
  type RestartPolicy,
  spend,
  STAY,
} from '../../../src/core/restart-policy.ts';

const POLICY: RestartPolicy = {
  condition: 'on-failure',
  maxRestarts: 5,
  backoffMs: 1000,
  maxBackoffMs: 30_000,
  resetAfterMs: 10_000,
};
const CRASH = {success: false, stableMs: 0};
const CLEAN_END = {success: true, stableMs: 0};

/** Of one crash after the other, until it is given up. */
function backoffs(policy: RestartPolicy): readonly number[] {
  const waits: number[] = [];
  for (let restarts = 0; ;) {
    const judgement = judge(policy, restarts, CRASH);
    if (judgement.verdict.type !== 'restart') return waits;
    waits.push(judgement.verdict.inMs);
    ({restarts} = judgement);
  }
}

describe('after the end of a run', () => {
  test.each([
    ['no', CRASH, 'stay'],
    ['no', CLEAN_END, 'stay'],
    ['on-failure', CRASH, 'restart'],
    ['on-failure', CLEAN_END, 'stay'],
    ['always', CRASH, 'restart'],
    ['always', CLEAN_END, 'restart'],
  ] as const)('%s: after %j it is to %s', (condition, life, type) => {
    expect(judge({...POLICY, condition}, 0, life).verdict.type).toBe(type);
  });

  test('that is none to restart after, the count begins anew', () => {
    expect(judge(POLICY, 4, CLEAN_END)).toEqual({verdict: STAY, restarts: 0});
    expect(judge({...POLICY, condition: 'no'}, 4, CRASH)).toEqual({verdict: STAY, restarts: 0});
  });
});

describe('the pause before a restart', () => {
  test('doubles with each, until it is given up', () => {
    expect(backoffs(POLICY)).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });

  test('grows to max_backoff and no further, however often', () => {
    const waits = backoffs({...POLICY, maxRestarts: 5000});
    expect(waits).toHaveLength(5000);
    expect(waits.slice(0, 7)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(new Set(waits.slice(6))).toEqual(new Set([30_000]));
  });

  test('is never longer than max_backoff, not even the first', () => {
    expect(backoffs({...POLICY, maxBackoffMs: 300, maxRestarts: 2})).toEqual([300, 300]);
  });

  test('may be none', () => {
    expect(backoffs({...POLICY, backoffMs: 0, maxRestarts: 2})).toEqual([0, 0]);
  });
});

describe('the budget', () => {
  test('is spent after max_restarts in a row, and says how many those were', () => {
    expect(judge(POLICY, 5, CRASH)).toEqual({
      verdict: {type: 'giveUp', restarts: 5},
      restarts: 5,
    });
  });

  test('of none gives up at once', () => {
    expect(judge({...POLICY, maxRestarts: 0}, 0, CRASH).verdict).toEqual({
      type: 'giveUp',
      restarts: 0,
    });
  });

  test.each([
    [9999, {verdict: {type: 'giveUp', restarts: 5}, restarts: 5}],
    [10_000, {verdict: {type: 'restart', inMs: 1000}, restarts: 1}],
  ])('after %d ms of stable life: %j', (stableMs, expected) => {
    expect(judge(POLICY, 5, {success: false, stableMs})).toEqual(expected);
  });

  test('that was lowered below what is spent gives up', () => {
    expect(judge({...POLICY, maxRestarts: 2}, 4, CRASH).verdict.type).toBe('giveUp');
  });

  test.each(RESTART_CONDITIONS)('pays for an unhealthy child too, with condition %s', condition => {
    const policy = {...POLICY, condition};
    expect(spend(policy, 1, 0)).toEqual({verdict: {type: 'restart', inMs: 2000}, restarts: 2});
    expect(spend(policy, 5, 0).verdict.type).toBe('giveUp');
    expect(spend(policy, 5, 10_000)).toEqual({
      verdict: {type: 'restart', inMs: 1000},
      restarts: 1,
    });
  });
});
