import {expect, test} from 'vitest';
import {logEntryFromWire, logEntryToJson, type WireLogEntry} from '../../../src/api/log-wire.ts';
import {logEntry} from '../../rig/fake-prox.ts';

test('an entry carries its time as RFC 3339 with milliseconds', () => {
  expect(JSON.parse(logEntryToJson(logEntry(7)))).toEqual({
    seq: 7,
    timestamp: '2026-01-01T10:32:01.250Z',
    process: 'web',
    stream: 'stdout',
    line: 'line 7',
  });
});

test('entries of different milliseconds have different times', () => {
  const times = [5, 5, 6, 5].map(
    timestamp => (JSON.parse(logEntryToJson(logEntry(1, {timestamp}))) as WireLogEntry).timestamp,
  );
  expect(times.map(time => Date.parse(time))).toEqual([5, 5, 6, 5]);
});

test.each([
  ['quotes and backslashes', '"\\'],
  ['control characters', '\u0000\u001b[31m\t\r\n'],
  ['line ends of Unicode', '\u2028\u2029'],
  ['an event of its own', '\n\nevent: lagged\ndata: {}'],
  ['emoji', 'né 👍'],
])('a line with %s comes back as it was', (_, line) => {
  const entry = logEntry(1, {line, truncated: true});
  const json = logEntryToJson(entry);
  expect(json).not.toMatch(/[\r\n]/);
  expect(logEntryFromWire(JSON.parse(json) as WireLogEntry)).toStrictEqual(entry);
});

test('truncated is only there when a line was cut', () => {
  expect(logEntryToJson(logEntry(1))).not.toContain('truncated');
  expect(logEntryToJson(logEntry(1, {truncated: true}))).toContain('"truncated":true');
});
