import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {edited, inserted, lineOf, type LineEdit} from '../../../../src/tui/model/line-edit.ts';

/** The text with `|` for the cursor, after the keys. */
function after(start: LineEdit, ...keys: readonly string[]): string {
  const {text, cursor} = keys.reduce((line, key) => edited(line, key) ?? line, start);
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const line = lineOf('one two');

test.each([
  [['backspace'], 'one tw|'],
  [['left', 'left', 'backspace'], 'one |wo'],
  [['home', 'delete'], '|ne two'],
  [['ctrl-a'], '|one two'],
  [['ctrl-a', 'ctrl-e'], 'one two|'],
  [['home', 'left'], '|one two'],
  [['right'], 'one two|'],
  [['end', 'delete'], 'one two|'],
  [['home', 'backspace'], '|one two'],
  [['ctrl-w'], 'one |'],
  [['ctrl-w', 'ctrl-w'], '|'],
  [['left', 'left', 'left', 'ctrl-w'], '|two'],
  [['left', 'ctrl-u'], '|o'],
  [['left', 'ctrl-k'], 'one tw|'],
  [['ctrl-u', 'ctrl-w', 'ctrl-k'], '|'],
])('%j makes of `one two|` %s', (keys, expected) => {
  expect(after(line, ...keys)).toBe(expected);
});

test('other keys are not for it', () => {
  expect(edited(line, 'up')).toBeUndefined();
  expect(edited(line, 'x')).toBeUndefined();
});

test('what is typed stands where the cursor was, and the cursor behind it', () => {
  expect(inserted({text: 'ab', cursor: 1}, 'XY')).toEqual({text: 'aXYb', cursor: 3});
});

test.each(['👩‍👩‍👧', 'e\u0301', '🇩🇪', '世'])('the character %s goes as a whole', character => {
  const typed = lineOf(`a${character}`);
  expect(after(typed, 'backspace')).toBe('a|');
  expect(after(typed, 'left')).toBe(`a|${character}`);
  expect(after(typed, 'home', 'right', 'delete')).toBe('a|');
});

test('whatever is typed, the cursor stays in the text', () => {
  const keys = [
    'backspace',
    'delete',
    'left',
    'right',
    'home',
    'end',
    'ctrl-w',
    'ctrl-k',
    'ctrl-u',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...keys), fc.string({unit: 'grapheme', maxLength: 3}))),
      all => {
        let typed = lineOf('');
        for (const key of all) {
          typed = keys.includes(key) ? (edited(typed, key) ?? typed) : inserted(typed, key);
          expect(typed.cursor).toBeGreaterThanOrEqual(0);
          expect(typed.cursor).toBeLessThanOrEqual(typed.text.length);
        }
      },
    ),
  );
});
