import {expect, test} from 'vitest';
import {fromWire, toWire} from '../../../src/api/wire.ts';

test('keys become snake_case and undefined becomes null, at every depth', () => {
  const value = {exitCode: undefined, list: [{lastCheck: 'x'}], deep: {uptimeSeconds: 1}};
  expect(toWire(value)).toEqual({
    exit_code: null,
    list: [{last_check: 'x'}],
    deep: {uptime_seconds: 1},
  });
});

test('keys inside env and details are left alone both ways', () => {
  const value = {
    env: {nodeEnv: 'a', API_KEY: 'b'},
    details: {retry_after_seconds: 3, camelCase: 1},
  };
  expect(toWire(value)).toEqual(value);
  expect(fromWire(value)).toEqual(value);
});

test('false, zero and empty text survive', () => {
  const value = {configChanged: false, pid: 0, lastOutput: ''};
  expect(fromWire(toWire(value))).toEqual(value);
});
