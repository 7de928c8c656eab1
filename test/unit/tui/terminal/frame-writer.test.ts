import {expect, test} from 'vitest';
import {FrameWriter} from '../../../../src/tui/terminal/frame-writer.ts';

const ESC = '\u001b';
/** What Ink puts before a frame that follows one of so many lines. */
const erased = (lines: number): string =>
  `${`${ESC}[2K${ESC}[1A`.repeat(lines - 1)}${ESC}[2K${ESC}[G`;
const shown = (text: string): string => `${ESC}[?2026h${text}${ESC}[?2026l`;
const row = (number: number, text: string): string => `${ESC}[${number};1H${ESC}[2K${text}`;

test('the first frame is written row by row, each in its place', () => {
  const writer = new FrameWriter();
  expect(writer.next('one\ntwo\n')).toBe(shown(row(1, 'one') + row(2, 'two')));
});

test('of the next frame only what differs is written, and nothing is erased before', () => {
  const writer = new FrameWriter();
  writer.next('one\ntwo\nthree\n');
  expect(writer.next(`${erased(4)}one\n2\nthree\n`)).toBe(shown(row(2, '2')));
});

test('the same frame again writes nothing, nor do modes and the end of Ink', () => {
  const writer = new FrameWriter();
  writer.next('one\n');
  for (const text of ['one\n', `${erased(2)}one\n`, `${ESC}[?2026h`, `${ESC}[?25l`, '\n', '']) {
    expect(writer.next(text)).toBe('');
  }
});

test('rows that a shorter frame has no more are erased', () => {
  const writer = new FrameWriter();
  writer.next('one\ntwo\nthree\n');
  expect(writer.next('one\n')).toBe(shown(`${ESC}[2;1H${ESC}[J`));
});

test('a frame as tall as the terminal clears neither it nor the scrollback', () => {
  const writer = new FrameWriter();
  expect(writer.next(`${ESC}[2J${ESC}[3J${ESC}[Hone\ntwo`)).toBe(
    shown(row(1, 'one') + row(2, 'two')),
  );
});

test('after the screen was emptied all of the same frame is written again', () => {
  const writer = new FrameWriter();
  writer.next('one\n');
  writer.reset();
  expect(writer.next('one\n')).toBe(shown(row(1, 'one')));
});
