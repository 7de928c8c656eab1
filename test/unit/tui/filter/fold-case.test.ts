import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {foldCase} from '../../../../src/tui/filter/fold-case.ts';

const TEXT = fc.string({
  unit: fc.oneof(
    fc.constantFrom('İ', 'Σ', 'ς', 'σ', 'A', 'ß', '\u0307', '😀'),
    fc.string({maxLength: 1}),
  ),
});

test('characters stay at their offsets', () => {
  expect(foldCase('İİ ERROR').indexOf('error')).toBe(3);
  fc.assert(
    fc.property(TEXT, text => {
      expect(foldCase(text)).toHaveLength(text.length);
    }),
  );
});

test('a word agrees with the text that it is a part of', () => {
  fc.assert(
    fc.property(TEXT, TEXT, TEXT, (before, word, after) => {
      expect(foldCase(before + word + after)).toContain(foldCase(word));
    }),
  );
});
