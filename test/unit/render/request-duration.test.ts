import {expect, test} from 'vitest';
import {requestDuration} from '../../../src/render/request-duration.ts';

test.each([
  [0.4, '0ms'],
  [999.9, '999ms'],
  [1000, '1.0s'],
  [1678, '1.6s'],
  [59_999, '59.9s'],
  [185_000, '3m05s'],
])('%d ms are %s', (ms, text) => {
  expect(requestDuration(ms)).toBe(text);
});
