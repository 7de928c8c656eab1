import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {harmless} from '../../../../src/core/sanitize.ts';
import {styledLine} from '../../../../src/tui/text/styled-line.ts';
import {hostileLine} from './hostile-line.ts';

const ESC = '\u001b';
const LOST = '\uFFFD';

describe('the text of a line', () => {
  test.each([
    [
      'has tabs as spaces to the next multiple of 8',
      'a\tbc\t\td',
      `a${' '.repeat(7)}bc${' '.repeat(14)}d`,
    ],
    ['has a tab of 8 columns behind 8 columns', `${'x'.repeat(8)}\ty`, `xxxxxxxx${' '.repeat(8)}y`],
    ['counts columns, not characters, before a tab', '世e\u0301\tx', `世e\u0301${' '.repeat(5)}x`],
    ['counts no colours before a tab', `${ESC}[31ma${ESC}[0m\tb`, `a${' '.repeat(7)}b`],
    ['has nothing that moves the cursor', `a${ESC}[2J${ESC}]0;t\u0007b\rc`, `ab${LOST}c`],
    ['has no marks of direction', 'a\u200fb\u061cc\u200ed', 'abcd'],
    ['has no overrides of direction', 'user\u202egpj.exe', `user${LOST}gpj.exe`],
    ['has nothing that is now seen, now not', 'a\u00adb\u200bc\ufeffd\u2028e\u3164f', 'abcdef'],
    ['has nothing that would change what stands left of it', '\u0301\u200d\u200be', 'e'],
    ['has no halves of characters', 'a\ud83db\udc69', `a${LOST}b${LOST}`],
    ['keeps what joins and accents', '👩‍👩‍👧 می‌خواهم e\u0301 ❤️', '👩‍👩‍👧 می‌خواهم e\u0301 ❤️'],
    ['keeps right-to-left text in its order', 'שלום abc', 'שלום abc'],
  ])('%s', (_, line, expected) => {
    expect(styledLine(line).text).toBe(expected);
  });

  test('is what the rest of prox calls harmless, but for what has no columns', () => {
    fc.assert(
      fc.property(hostileLine, line => {
        const bare = (text: string) =>
          text.replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Mn}\p{Me}\s\ufff9-\ufffb]/gu, '');
        const expected = harmless(line).replaceAll(/\p{Cs}/gu, LOST);
        expect(bare(styledLine(line).text)).toBe(bare(expected));
      }),
    );
  });
});

describe('the colours of a line', () => {
  test('hold from where they are set to where they end', () => {
    expect(styledLine(`a${ESC}[31mb${ESC}[1mc${ESC}[0md`).spans).toEqual([
      {from: 0, style: ''},
      {from: 1, style: `${ESC}[31m`},
      {from: 2, style: `${ESC}[31;1m`},
      {from: 3, style: ''},
    ]);
  });

  test('of which nothing is seen are left out', () => {
    expect(styledLine(`${ESC}[31m${ESC}[32mab${ESC}[32mc${ESC}[33m`).spans).toEqual([
      {from: 0, style: `${ESC}[32m`},
    ]);
  });

  test('stay with their characters behind tabs and what was removed', () => {
    const {text, spans} = styledLine(`\u200ba\t\u00ad${ESC}[31mb`);
    expect(text.slice(spans[1]?.from)).toBe('b');
  });

  test('do not tear a grapheme apart', () => {
    const {spans} = styledLine(`👩${ESC}[31m‍👩${ESC}[0me${ESC}[32m\u0301x`);
    expect(spans).toEqual([
      {from: 0, style: ''},
      {from: '👩‍👩e\u0301'.length, style: `${ESC}[32m`},
    ]);
  });
});
