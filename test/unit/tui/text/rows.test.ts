import {describe, expect, test} from 'vitest';
import {rowCount, sliceColumns, wrapColumns} from '../../../../src/tui/text/rows.ts';
import {styledLine} from '../../../../src/tui/text/styled-line.ts';

const RED = '\u001b[31m';
const RESET = '\u001b[0m';

describe('sliceColumns', () => {
  test.each([
    ['plain text', 'hello world', 6, 3, 'wor'],
    ['text that ends before the window', 'hello', 8, 3, ''],
    ['text that ends in the window', 'hello', 3, 10, 'lo'],
    ['no columns', 'hello', 2, 0, ''],
    ['no columns of wide text', '世界', 2, 0, ''],
    ['wide characters', '世界人', 2, 2, '界'],
    ['a wide character cut at the right', '世界', 0, 3, '世 '],
    ['a wide character cut at the left', '世界人', 1, 5, ' 界人'],
    ['wide characters cut at both sides', '世界人', 1, 4, ' 界 '],
    ['one column of a wide character', '世界', 2, 1, ' '],
    ['a family as one', 'a👩‍👩‍👧b', 1, 2, '👩‍👩‍👧'],
    ['an accent with its letter', 'ae\u0301b', 1, 1, 'e\u0301'],
    ['all accents with their letter', `a${'\u0301'.repeat(50)}b`, 0, 1, `a${'\u0301'.repeat(50)}`],
    ['right-to-left text in its logical order', 'אבגד', 1, 2, 'בג'],
  ])('%s', (_, line, from, columns, expected) => {
    expect(sliceColumns(styledLine(line), from, columns)).toBe(expected);
  });

  test('begins with the colour that holds there, and resets it', () => {
    const line = styledLine(`${RED}error${RESET} here`);
    expect(sliceColumns(line, 2, 3)).toBe(`${RED}ror${RESET}`);
    expect(sliceColumns(line, 2, 5)).toBe(`${RED}ror${RESET} h`);
    expect(sliceColumns(line, 6, 4)).toBe('here');
  });

  test('half of a wide character has its colour', () => {
    expect(sliceColumns(styledLine(`a${RED}世${RESET}b`), 2, 2)).toBe(`${RED} ${RESET}b`);
  });

  test('the first columns of a very long line cost no more than those of a short one', () => {
    const long = styledLine('👩‍👩‍👧'.repeat(100_000));
    const start = performance.now();
    for (let i = 0; i < 100; i++) sliceColumns(long, 0, 20);
    // To look at all of it takes some 30 ms each time.
    expect(performance.now() - start).toBeLessThan(300);
  });
});

describe('wrapColumns', () => {
  test.each([
    ['an empty line is one row', '', 10, ['']],
    ['a line that just fits is one row', 'hello', 5, ['hello']],
    ['a longer line is more rows', 'hello world', 5, ['hello', ' worl', 'd']],
    ['a wide character that does not fit goes to the next row', 'a世界', 2, ['a', '世', '界']],
    ['a wide character in one column is a space', 'a世b', 1, ['a', ' ', 'b']],
    ['graphemes stay whole', '👩‍👩‍👧🇩🇪e\u0301', 2, ['👩‍👩‍👧', '🇩🇪', 'e\u0301']],
    ['a chain of Hangul letters is cut', '\u1100'.repeat(3), 4, ['\u1100\u1100', '\u1100']],
    ['no columns show nothing', 'hello', 0, ['']],
  ])('%s', (_, line, columns, expected) => {
    expect(wrapColumns(styledLine(line), columns)).toEqual(expected);
    expect(rowCount(styledLine(line), columns)).toBe(expected.length);
  });

  test('a colour goes on in the next row', () => {
    const rows = wrapColumns(styledLine(`ab${RED}cdef`), 3);
    expect(rows).toEqual([`ab${RED}c${RESET}`, `${RED}def${RESET}`]);
  });
});
