import {describe, expect, test} from 'vitest';
import {parseSize} from '../../../src/core/size.ts';

describe('a size is a whole number with a binary multiple', () => {
  test.each([
    ['0', 0],
    ['512', 512],
    ['512B', 512],
    ['64KB', 65_536],
    ['64k', 65_536],
    ['8MB', 8_388_608],
    ['8m', 8_388_608],
    ['1gb', 1_073_741_824],
    [' 1 MB ', 1_048_576],
  ])('%s is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
  });

  test.each(['', 'MB', '1.5MB', '-1', '1TB', '1KiB', '1 0', '0x10'])('%j is no size', text => {
    expect(parseSize(text)).toBeUndefined();
  });
});
