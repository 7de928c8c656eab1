import {expect, test} from 'vitest';
import {timeOfDay} from '../../../src/render/time-of-day.ts';

test.each([
  [new Date(2026, 0, 2, 3, 4, 5).getTime(), '03:04:05'],
  [new Date(2026, 10, 25, 23, 59, 59).toISOString(), '23:59:59'],
])('%j is %s by the local clock', (at, shown) => {
  expect(timeOfDay(at)).toBe(shown);
});
