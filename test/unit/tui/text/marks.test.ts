import {describe, expect, test} from 'vitest';
import {harmless} from '../../../../src/core/sanitize.ts';
import {mark, tint} from '../../../../src/tui/text/marks.ts';
import {sliceColumns} from '../../../../src/tui/text/rows.ts';
import {styledLine, type StyledLine} from '../../../../src/tui/text/styled-line.ts';

const RED = '\u001b[31m';
const MARK = '\u001b[7m';
const RESET = '\u001b[0m';

/** As a search would do it: in the harmless line. */
function find(line: string, needle: string): StyledLine {
  const from = harmless(line).indexOf(needle);
  return mark(styledLine(line), [{from, to: from + needle.length}], MARK);
}

function shown(line: StyledLine): string {
  return sliceColumns(line, 0, 100);
}

describe('mark', () => {
  test.each([
    ['in plain text', 'an error here', 'error', `an ${MARK}error${RESET} here`],
    ['behind a tab', 'a\terror', 'error', `a       ${MARK}error${RESET}`],
    ['a tab', 'a\tb', '\t', `a${MARK}       ${RESET}b`],
    ['behind wide text', '世界 error', 'error', `世界 ${MARK}error${RESET}`],
    ['behind what was removed', '\ufeffa\u00ad\u001b[2Jerror', 'error', `a${MARK}error${RESET}`],
    [
      'over a colour',
      `${RED}an error${RESET}`,
      'error',
      `${RED}an ${RESET}${RED}${MARK}error${RESET}`,
    ],
    [
      'over a change of colour',
      `er${RED}ror`,
      'error',
      `${MARK}er${RESET}${RED}${MARK}ror${RESET}`,
    ],
    ['the whole of a grapheme', 'xe\u0301y', 'e', `x${MARK}e\u0301${RESET}y`],
    [
      'the whole of a grapheme found by its end',
      'xe\u0301y',
      '\u0301y',
      `x${MARK}e\u0301y${RESET}`,
    ],
    ['a half of a broken character', 'a\ud83db', '\ud83d', `a${MARK}\uFFFD${RESET}b`],
  ])('%s', (_, line, needle, expected) => {
    expect(shown(find(line, needle))).toBe(expected);
  });

  test('ranges may come in any order, overlap, be empty, and end behind the line', () => {
    const ranges = [
      {from: 8, to: 99},
      {from: 1, to: 2},
      {from: 0, to: 3},
      {from: 5, to: 5},
    ];
    const marked = mark(styledLine('0123456789'), ranges, MARK);
    expect(shown(marked)).toBe(`${MARK}012${RESET}34567${MARK}89${RESET}`);
  });

  test('two ranges in one grapheme mark it once', () => {
    const ranges = [
      {from: 0, to: 1},
      {from: 2, to: 3},
    ];
    const marked = mark(styledLine('e\u0301\u0302x'), ranges, MARK);
    expect(marked.spans).toEqual([
      {from: 0, style: MARK},
      {from: 3, style: ''},
    ]);
  });

  test('a mark ends where its range ends, though another begins there', () => {
    const ranges = [
      {from: 0, to: 2},
      {from: 2, to: 3},
    ];
    expect(shown(mark(styledLine('abcd'), ranges, MARK))).toBe(`${MARK}abc${RESET}d`);
  });
});

describe('tint', () => {
  test('lies under the colours of the program', () => {
    const tinted = tint(styledLine(`a${RED}b${RESET}c`), '\u001b[33m');
    expect(shown(tinted)).toBe(`\u001b[33ma${RESET}\u001b[33m${RED}b${RESET}\u001b[33mc${RESET}`);
  });

  test('leaves marks where they are', () => {
    const tinted = tint(find('an error', 'error'), '\u001b[33m');
    expect(shown(tinted)).toBe(`\u001b[33man ${RESET}\u001b[33m${MARK}error${RESET}`);
  });
});
