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

test('keys inside env are left alone both ways', () => {
  const value = {env: {nodeEnv: 'a', API_KEY: 'b'}};
  expect(toWire(value)).toEqual(value);
  expect(fromWire(value)).toEqual(value);
});

test('names of captured headers are left alone both ways, those of their fields are not', () => {
  const headers = {'x-api-version': '1', snake_case: 'a', 'set-cookie': ['b', 'c']};
  const details = {
    requestHeaders: headers,
    responseHeaders: headers,
    requestBody: {isBinary: true},
  };
  const wire = {
    request_headers: headers,
    response_headers: headers,
    request_body: {is_binary: true},
  };
  expect(toWire({details})).toEqual({details: wire});
  expect(fromWire({details: wire})).toEqual({details});
});

test('false, zero and empty text survive', () => {
  const value = {configChanged: false, pid: 0, lastOutput: ''};
  expect(fromWire(toWire(value))).toEqual(value);
});
