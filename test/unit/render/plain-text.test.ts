import {describe, expect, test} from 'vitest';
import {isPlainText} from '../../../src/render/plain-text.ts';

describe('isPlainText', () => {
  test.each(['', 'a', 'abc', 'hello world\n', 'tab\tand ~ and !\n'.repeat(100)])(
    'takes %j',
    text => {
      expect(isPlainText(Buffer.from(text))).toBe(true);
    },
  );

  test('finds any other byte at any place and any alignment', () => {
    const plain = Buffer.alloc(24, 'x\n');
    for (let byte = 0; byte < 256; byte++) {
      const isPlain = byte === 0x09 || byte === 0x0a || (byte >= 0x20 && byte < 0x7f);
      for (let offset = 0; offset < 4; offset++) {
        for (let at = 0; at < 12; at++) {
          const bytes = Buffer.from(plain).subarray(offset, offset + 13);
          bytes[at] = byte;
          expect(isPlainText(bytes), `byte ${byte} at ${at}, offset ${offset}`).toBe(isPlain);
        }
      }
    }
  });
});
