import {expect, test} from 'vitest';
import {nearest} from '../../../src/core/nearest.ts';

const KEYS = ['processes', 'healthcheck', 'stop_timeout', 'stop_signal', 'env', 'env_file', 'cmd'];

test.each([
  ['proceses', 'processes'],
  ['procesess', 'processes'],
  ['HealthCheck', 'healthcheck'],
  ['heatlhcheck', 'healthcheck'],
  ['stop_timout', 'stop_timeout'],
  ['evn', 'env'],
  ['command', undefined],
  ['x', undefined],
  ['restart', undefined],
])('%s is nearest to %s', (word, expected) => {
  expect(nearest(word, KEYS)).toBe(expected);
});

test('of equally near candidates the first one wins', () => {
  expect(nearest('wea', ['web', 'wed'])).toBe('web');
});

test('nothing is near when there are no candidates', () => {
  expect(nearest('web', [])).toBeUndefined();
});
