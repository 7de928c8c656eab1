import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {columnsOf} from '../../../../src/tui/text/cells.ts';
import {fit, pad} from '../../../../src/tui/text/labels.ts';

describe('columnsOf', () => {
  test.each([
    ['', 0],
    ['hello', 5],
    ['grüße', 5],
    ['世界', 4],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['1️⃣', 2],
    ['e\u0301', 1],
    ['Z\u0351\u036b\u0343', 1],
    ['שלום', 4],
    ['한글', 4],
    ['\u1112\u1161\u11ab', 2],
  ])('%j takes %i', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  test.each([
    ['skin tone', '👍🏽', 300],
    ['flag', '🇩🇪', 300],
    ['family', '👩‍👩‍👧', 150],
    ['accent', 'e\u0301', 600],
    ['heap of accents', `é${'\u0301'.repeat(3_000)}`, 2],
  ])('of a long text counts every %s as one, wherever it stands', (_, grapheme, times) => {
    for (let shift = 0; shift < 12; shift++) {
      const text = 'é'.repeat(shift) + grapheme.repeat(times);
      expect(columnsOf(text)).toBe(stringWidth(text));
    }
  });
});

describe('fit', () => {
  test.each([
    ['what fits, as it is', 'hello', 5, 'hello'],
    ['a cut text, with a sign of it', 'hello world', 6, 'hello…'],
    ['no half of a wide character', '世界人', 4, '世…'],
    ['the sign alone', 'hello', 1, '…'],
    ['nothing in no columns', 'hello', 0, ''],
    ['nothing in less than none', 'hello', -3, ''],
  ])('gives %s', (_, text, columns, expected) => {
    expect(fit(text, columns)).toBe(expected);
  });
});

describe('pad', () => {
  test.each([
    ['web', 5, 'web  '],
    ['世', 5, '世   '],
    ['世界人', 4, '世… '],
    ['web', 3, 'web'],
    ['', 2, '  '],
    ['web', 0, ''],
  ])('%j in %i columns', (text, columns, expected) => {
    expect(pad(text, columns)).toBe(expected);
  });
});
