import {beforeEach, describe, expect, it} from 'vitest';
import type {ProcessState} from '../../../src/core/process-state.ts';
import {type RestartPolicy, STAY, type Verdict} from '../../../src/core/restart-policy.ts';
import {Revival} from '../../../src/supervisor/revival.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const POLICY: RestartPolicy = {
  condition: 'on-failure',
  maxRestarts: 5,
  backoffMs: 1000,
  maxBackoffMs: 30_000,
  resetAfterMs: 10_000,
};
const CRASH = {success: false, stableMs: 0};
const CLEAN = {success: true, stableMs: 0};

let clock = new FakeClock();
let due: number[] = [];
let revival = new Revival(clock, () => undefined);

beforeEach(() => {
  clock = new FakeClock();
  due = [];
  revival = new Revival(clock, () => due.push(clock.monotonic()));
});

function restartIn(inMs: number): Verdict {
  return {type: 'restart', inMs};
}

function crashed(verdict: Verdict): ProcessState {
  const exit = {code: 1, signal: undefined, success: false};
  return {status: 'crashed', cause: {type: 'exited', exit}, verdict};
}

describe('what follows the end of a run', () => {
  it.each([
    ['no', CLEAN, STAY],
    ['no', CRASH, STAY],
    ['on-failure', CLEAN, STAY],
    ['on-failure', CRASH, restartIn(1000)],
    ['always', CLEAN, restartIn(1000)],
    ['always', CRASH, restartIn(1000)],
  ] as const)('restart: %s, %o: %o', (condition, life, verdict) => {
    expect(revival.judge({...POLICY, condition}, life)).toEqual(verdict);
  });

  it('comes later and later, then never', () => {
    const policy = {...POLICY, maxRestarts: 7};
    const verdicts = Array.from({length: 9}, () => revival.judge(policy, CRASH));
    expect(verdicts).toEqual([
      ...[1000, 2000, 4000, 8000, 16_000, 30_000, 30_000].map(restartIn),
      {type: 'giveUp', restarts: 7},
      {type: 'giveUp', restarts: 7},
    ]);
  });

  it('never comes later than max_backoff, however often it was', () => {
    const policy = {...POLICY, maxRestarts: 1000, maxBackoffMs: 5000};
    const verdicts = Array.from({length: 1000}, () => revival.judge(policy, CRASH));
    expect(verdicts.at(-1)).toEqual(restartIn(5000));
  });

  it('comes at once each time with a back-off of 0', () => {
    const policy = {...POLICY, maxRestarts: 1000, backoffMs: 0};
    const verdicts = Array.from({length: 1000}, () => revival.judge(policy, CRASH));
    expect(new Set(verdicts.map(verdict => JSON.stringify(verdict)))).toEqual(
      new Set([JSON.stringify(restartIn(0))]),
    );
  });

  it('is as after the first end when the life was stable, and not a moment before', () => {
    revival.judge(POLICY, CRASH);
    expect(revival.judge(POLICY, {success: false, stableMs: 9999})).toEqual(restartIn(2000));
    expect(revival.judge(POLICY, {success: false, stableMs: 10_000})).toEqual(restartIn(1000));
  });

  it('is a restart after a stable life, though the budget was spent', () => {
    const policy = {...POLICY, maxRestarts: 1};
    revival.judge(policy, CRASH);
    expect(revival.judge(policy, CRASH)).toEqual({type: 'giveUp', restarts: 1});
    expect(revival.judge(policy, {success: false, stableMs: 10_000})).toEqual(restartIn(1000));
  });

  it.each([
    ['a clean end that is the last', () => revival.judge(POLICY, CLEAN)],
    ['a start by hand', () => revival.forgive()],
  ])('is as after the first end after %s', (_, act) => {
    revival.judge(POLICY, CRASH);
    revival.judge(POLICY, CRASH);
    act();
    expect(revival.judge(POLICY, CRASH)).toEqual(restartIn(1000));
  });

  it('shares its budget with restarts of a child that lives', () => {
    const policy: RestartPolicy = {...POLICY, condition: 'always', maxRestarts: 2};
    expect(revival.spend(policy, 0)).toEqual(restartIn(1000));
    expect(revival.judge(policy, CRASH)).toEqual(restartIn(2000));
    expect(revival.spend(policy, 0)).toEqual({type: 'giveUp', restarts: 2});
    expect(revival.spend(policy, 10_000)).toEqual(restartIn(1000));
  });

  it('is nothing any more when the process is to have no further child', () => {
    revival.retire();
    expect(revival.judge(POLICY, CRASH)).toEqual(STAY);
    expect(revival.spend(POLICY, 0)).toEqual(STAY);
  });
});

describe('a restart that is due', () => {
  it('comes in its time, once', () => {
    revival.follow(crashed(restartIn(1000)));
    expect(revival.dueAt).toBe(1000);
    clock.advance(999);
    expect(due).toEqual([]);
    clock.advance(60_000);
    expect(due).toEqual([1000]);
  });

  it('does not begin to wait anew when the same state is told again', () => {
    const state = crashed(restartIn(1000));
    revival.follow(state);
    clock.advance(900);
    revival.follow(state);
    clock.advance(100);
    expect(due).toEqual([1000]);
    expect(clock.armed).toEqual([]);
  });

  it.each<[string, ProcessState]>([
    ['somebody has stopped it', {status: 'stopped', exit: undefined, verdict: STAY}],
    ['it is started', {status: 'starting'}],
    ['it waits', {status: 'waiting', on: ['db']}],
    ['it is given up', crashed({type: 'giveUp', restarts: 5})],
  ])('is called off when %s', (_, state) => {
    revival.follow(crashed(restartIn(1000)));
    revival.follow(state);
    expect(revival.dueAt).toBeUndefined();
    expect(clock.armed).toEqual([]);
    clock.advance(60_000);
    expect(due).toEqual([]);
  });

  it('gives way to a later one', () => {
    revival.follow(crashed(restartIn(1000)));
    clock.advance(500);
    revival.follow({
      status: 'stopped',
      exit: {code: 0, signal: undefined, success: true},
      verdict: restartIn(2000),
    });
    expect(revival.dueAt).toBe(2500);
    clock.advance(60_000);
    expect(due).toEqual([2500]);
  });
});

it('knows after how many restarts it was given up, until somebody begins anew', () => {
  const policy = {...POLICY, maxRestarts: 2};
  for (const _ of [1, 2]) revival.spend(policy, 0);
  expect(revival.givenUpAfter).toBeUndefined();
  revival.spend(policy, 0);
  expect(revival.givenUpAfter).toBe(2);
  revival.forgive();
  expect(revival.givenUpAfter).toBeUndefined();
});
