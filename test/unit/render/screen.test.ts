import {expect, test} from 'vitest';
import {createPaint} from '../../../src/render/paint.ts';
import {screenText} from '../../../src/render/screen.ts';

const HOME = '\u001b[H';
const ERASE = '\u001b[K';
const END = '\u001b[J';
const paint = createPaint({hasColor: false});
const text = ['NAME', 'a', 'b', 'c', 'd', 'all', 'prox'].join('\n');

/** The lines of the window, from its top. */
function shown(rows: number | undefined, footer = 2): readonly string[] {
  const drawn = screenText({text, footer}, {rows, paint});
  expect(drawn.startsWith(`${HOME}${ERASE}`)).toBe(true);
  expect(drawn.endsWith(END)).toBe(true);
  return drawn.slice(HOME.length, -END.length).replaceAll(ERASE, '').split('\r\n');
}

test('a frame with room is shown whole, with how to leave', () => {
  const whole = [...text.split('\n'), 'Ctrl-C ends it'];
  expect(shown(undefined)).toEqual(whole);
  expect(shown(8)).toEqual(whole);
});

test('a frame without room tells how much is left out, and keeps its first and its last lines', () => {
  expect(shown(7)).toEqual(['NAME', 'a', 'b', '… 2 more', 'all', 'prox', 'Ctrl-C ends it']);
  expect(shown(5)).toEqual(['NAME', '… 4 more', 'all', 'prox', 'Ctrl-C ends it']);
  expect(shown(5, 0)).toEqual(['NAME', 'a', 'b', '… 4 more', 'Ctrl-C ends it']);
});

test.each([1, 2, 3, 4])('a window of %i rows is not overrun', rows => {
  expect(shown(rows)).toHaveLength(rows);
});
