import {describe, expect, test} from 'vitest';
import {type Health, type HealthState, nextHealth, UNCHECKED} from '../../../src/core/health.ts';

const RETRIES = 3;

describe("Docker's rules", () => {
  // s: success within start_period, f: failure within it; S and F: after it.
  test.each<[probes: string, health: Health, failures: number, rule: string]>([
    ['', 'unknown', 0, 'nothing is known before the first probe'],
    ['s', 'healthy', 0, 'a success within start_period makes it healthy at once'],
    ['S', 'healthy', 0, 'and so does a later one'],
    ['fffff', 'unknown', 0, 'failures within start_period do not count'],
    ['ffS', 'healthy', 0, 'and do not stand in the way'],
    ['F', 'unknown', 1, 'one failure is no verdict'],
    ['FF', 'unknown', 2, 'nor are two'],
    ['FFF', 'unhealthy', 3, 'retries in a row are'],
    ['fFFF', 'unhealthy', 3, 'counted from the end of start_period'],
    ['FFSFF', 'healthy', 2, 'a success starts the count anew'],
    ['SFF', 'healthy', 2, 'healthy stays healthy until the last retry'],
    ['SFFF', 'unhealthy', 3, 'and then it is not'],
    ['SFFFFF', 'unhealthy', 5, 'the count goes on'],
    ['SFFFS', 'healthy', 0, 'one success heals'],
    ['sfff', 'unhealthy', 3, 'after the first success start_period protects no more'],
  ])('%j: %s with %d failures (%s)', (probes, health, failures) => {
    const state = probes.split('').reduce(probe, UNCHECKED);

    expect(state).toMatchObject({health, consecutiveFailures: failures});
  });

  test('with one retry the first failure decides', () => {
    expect(nextHealth(UNCHECKED, outcome('F'), 1).health).toBe('unhealthy');
  });
});

test('the last probe is remembered, also one that does not count', () => {
  const state = nextHealth(UNCHECKED, {...outcome('f'), at: 42, output: 'refused'}, RETRIES);

  expect(state).toEqual({
    health: 'unknown',
    consecutiveFailures: 0,
    lastCheck: 42,
    lastOutput: 'refused',
  });
});

test('of a long output the first 1,000 characters are kept', () => {
  const state = nextHealth(UNCHECKED, {...outcome('S'), output: 'x'.repeat(5000)}, RETRIES);

  expect(state.lastOutput).toBe('x'.repeat(1000));
});

function probe(state: HealthState, letter: string): HealthState {
  return nextHealth(state, outcome(letter), RETRIES);
}

function outcome(letter: string) {
  return {
    success: letter.toLowerCase() === 's',
    isStarting: letter === letter.toLowerCase(),
    output: '',
    at: 0,
  };
}
