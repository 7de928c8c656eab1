import {expect, test} from 'vitest';
import {decodeAnswer, encodeAnswer, fromWire, toWire} from '../../../src/api/wire.ts';
import {SAMPLE} from '../../rig/fake-prox.ts';

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

test.each(['status', 'health', 'version', 'processes', 'process', 'logs'] as const)(
  'the answer to %s comes back as it was',
  operation => {
    const body: unknown = JSON.parse(encodeAnswer(operation, SAMPLE[operation]));
    expect(decodeAnswer(operation, body)).toStrictEqual(SAMPLE[operation]);
  },
);

test('an action answers success and resolves to nothing', () => {
  expect(encodeAnswer('start', undefined)).toBe('{"success":true}');
  expect(decodeAnswer('start', {success: true})).toBeUndefined();
});

test('a shutdown that did not wait says no more than success', () => {
  const report = {waited: false, failures: []};
  expect(encodeAnswer('shutdown', report)).toBe('{"success":true}');
  expect(decodeAnswer('shutdown', {success: true})).toEqual(report);
});

test('a shutdown that waited names what survived', () => {
  const report = {
    waited: true,
    failures: [{process: 'web', error: 'alive', code: 'PROCESS_NOT_REAPED'}],
  };
  const body: unknown = JSON.parse(encodeAnswer('shutdown', report));
  expect(body).toEqual({success: true, ...report});
  expect(decodeAnswer('shutdown', body)).toEqual(report);
});
