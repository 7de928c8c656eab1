import {expect, test} from 'vitest';
import {sizeText} from '../../../src/render/request-size.ts';

test.each([
  [0, '0B'],
  [999, '999B'],
  [1000, '1.0KB'],
  [1536, '1.5KB'],
  [10 * 1024, '10KB'],
  [1023 * 1024, '1.0MB'],
  [5 * 1024 ** 3, '5.0GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
