import {describe, expect, test} from 'vitest';
import {formatDuration, parseDuration, parseInstant} from '../../../src/core/duration.ts';

describe('a duration is read in the grammar of Go', () => {
  test.each([
    ['0', 0],
    ['500ms', 500],
    ['10s', 10_000],
    ['1m30s', 90_000],
    ['1h', 3_600_000],
    ['1h2m3s4ms', 3_723_004],
    ['1.5s', 1500],
    ['250us', 0.25],
    ['250µs', 0.25],
    ['1000000ns', 1],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBeCloseTo(ms, 9);
  });

  test.each([
    '',
    '10',
    '-1s',
    '1s ',
    ' 1s',
    's',
    '1 s',
    '1d',
    '1S',
    '1s1',
    'abc',
    '1..5s',
    '1s-1s',
  ])('%j is no duration', text => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('a duration is written as people say it', () => {
  test.each([
    [0, '0ms'],
    [999.6, '999ms'],
    [999, '999ms'],
    [1000, '1s'],
    [59_999, '59s'],
    [60_000, '1m00s'],
    [185_000, '3m05s'],
    [7_800_000, '2h10m'],
    [86_399_999, '23h59m'],
    [356_400_000, '4d03h'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('an instant is a time or a duration back from now', () => {
  const now = Date.UTC(2026, 4, 1, 12, 0, 0);

  test.each([
    ['5m', now - 300_000],
    ['0', now],
    ['2026-05-01T11:00:00Z', now - 3_600_000],
    ['2026-05-01t11:00:00.250z', now - 3_599_750],
    ['2026-05-01T13:00:00+02:00', now - 3_600_000],
    ['2026-05-01 12:00:00Z', now],
  ])('%s', (text, ms) => {
    expect(parseInstant(text, now)).toBe(ms);
  });

  test.each(['', 'yesterday', '2026-05-01', '2026-05-01T11:00:00', '2026-13-01T11:00:00Z', '1777'])(
    '%j is neither',
    text => {
      expect(parseInstant(text, now)).toBeUndefined();
    },
  );
});
