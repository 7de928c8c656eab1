import * as fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {harmless} from '../../../../src/core/sanitize.ts';
import {columnsOf} from '../../../../src/tui/text/cells.ts';
import {fit, pad} from '../../../../src/tui/text/labels.ts';
import {mark, tint} from '../../../../src/tui/text/marks.ts';
import {rowCount, sliceColumns, wrapColumns} from '../../../../src/tui/text/rows.ts';
import {styledLine, type StyledLine} from '../../../../src/tui/text/styled-line.ts';
import {hostileLine, plain} from './hostile-line.ts';

const RUNS = {numRuns: 200};
const width = fc.integer({min: 2, max: 40});
const offset = fc.nat(70);
const ranges = fc.array(fc.record({from: offset, to: offset}), {maxLength: 5});

/** As the view makes them: over the program's colours a match, under them the level. */
const line: fc.Arbitrary<StyledLine> = fc
  .tuple(hostileLine, ranges, fc.boolean())
  .map(([text, marked, isTinted]) => {
    const styled = mark(styledLine(text), marked, '\u001b[7m');
    return isTinted ? tint(styled, '\u001b[33m') : styled;
  });

/** Those in which a part, cut out, is as wide as it was: all but chains of Hangul letters. */
const regularLine = line.filter(({text}) => {
  return [...new Intl.Segmenter().segment(text)].every(({segment}) => stringWidth(segment) <= 2);
});

describe('of any line, in any width,', () => {
  test('no row is wider than asked', () => {
    fc.assert(
      fc.property(line, fc.integer({min: 1, max: 40}), (line, columns) => {
        for (const row of wrapColumns(line, columns)) {
          expect(stringWidth(row)).toBeLessThanOrEqual(columns);
        }
      }),
      RUNS,
    );
  });

  test('the rows hold all of the text in its order', () => {
    fc.assert(
      fc.property(line, width, (line, columns) => {
        expect(wrapColumns(line, columns).map(plain).join('')).toBe(line.text);
      }),
      RUNS,
    );
  });

  test('the rows are as many as counted', () => {
    fc.assert(
      fc.property(line, fc.integer({min: 0, max: 40}), (line, columns) => {
        expect(rowCount(line, columns)).toBe(wrapColumns(line, columns).length);
      }),
      RUNS,
    );
  });

  test('no slice is wider than asked, wherever it begins', () => {
    fc.assert(
      fc.property(line, fc.nat(60), fc.nat(40), (line, from, columns) => {
        const slice = sliceColumns(line, from, columns);
        expect(stringWidth(slice)).toBeLessThanOrEqual(columns);
      }),
      RUNS,
    );
  });

  test('no slice is narrower than it can be', () => {
    fc.assert(
      fc.property(regularLine, fc.nat(60), fc.nat(40), (line, from, columns) => {
        const left = Math.max(0, stringWidth(line.text) - from);
        expect(stringWidth(sliceColumns(line, from, columns))).toBe(Math.min(left, columns));
      }),
      RUNS,
    );
  });

  test('slices side by side are the whole, but for halves of characters', () => {
    fc.assert(
      fc.property(regularLine, width, (line, columns) => {
        const rows = wrapColumns(line, columns);
        let from = 0;
        for (const row of rows) {
          // A line that has no columns at all is shown in the first.
          const shown = Math.max(1, columnsOf(plain(row)));
          expect(sliceColumns(line, from, shown)).toBe(row);
          from += shown;
        }
      }),
      RUNS,
    );
  });

  test('what is written holds no control character but for complete colours', () => {
    fc.assert(
      fc.property(line, fc.nat(60), width, (line, from, columns) => {
        for (const row of [...wrapColumns(line, columns), sliceColumns(line, from, columns)]) {
          expect(plain(row)).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u);
          expect(row.lastIndexOf('\u001b[')).toBe(row.lastIndexOf('\u001b[0m'));
        }
      }),
      RUNS,
    );
  });

  test('a mark is on what was found in the harmless line, and on nothing else', () => {
    fc.assert(
      fc.property(hostileLine, hostileLine, (before, after) => {
        // What ends a sequence without end must not be part of what is looked for.
        const source = `${before}\u001b[m NEEDLE ${after}`;
        const from = harmless(source).indexOf('NEEDLE');
        const {text, spans} = mark(styledLine(source), [{from, to: from + 6}], '\u001b[45m');
        const marked = spans.map(({from, style}, index) => {
          return style.endsWith('\u001b[45m') ? text.slice(from, spans[index + 1]?.from) : '';
        });
        expect(marked.join('')).toBe('NEEDLE');
      }),
      RUNS,
    );
  });

  test('labels are as wide as asked', () => {
    fc.assert(
      fc.property(line, fc.nat(40), ({text}, columns) => {
        expect(stringWidth(fit(text, columns))).toBeLessThanOrEqual(columns);
        expect(columnsOf(pad(text, columns))).toBe(columns);
      }),
      RUNS,
    );
  });
});
