import {expect, test} from 'vitest';
import {wrapItems} from '../../../src/render/wrapped.ts';

const OPTIONS = {separator: ', ', before: 6, indent: 2, width: 14};

test('items that fit stand in one line', () => {
  expect(wrapItems(['one', 'two'], OPTIONS)).toBe('one, two');
});

test('items that do not fit begin a line of their own, indented, without blanks at the end', () => {
  expect(wrapItems(['one', 'two', 'three', 'four'], OPTIONS)).toBe('one,\n  two, three,\n  four');
});

test('an item that is longer than a line is not cut', () => {
  expect(wrapItems(['a-very-long-name-of-a-process', 'b'], OPTIONS)).toBe(
    'a-very-long-name-of-a-process,\n  b',
  );
});
