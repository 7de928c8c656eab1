import {expect, test} from 'vitest';
import {freeName} from '../../../../src/cli/init/free-name.ts';

test.each([
  ['web', 'web'],
  ['dev:web', 'dev-web'],
  ['Über uns!', 'Uber-uns'],
  ['--x', 'x'],
  ['.hidden', 'hidden'],
  ['日本', 'process'],
  ['', 'process'],
  ['\u001b[2J\n', '2J'],
  ['prox', 'prox-2'],
  ['all', 'all-2'],
  ['../a', 'a'],
  ['x'.repeat(80), 'x'.repeat(63)],
])('%j is called %s', (written, expected) => {
  expect(freeName(written, new Set())).toBe(expected);
});

test('a name that is taken gets the next number', () => {
  expect(freeName('web', new Set(['web', 'web-2']))).toBe('web-3');
});

test('a number makes no name too long', () => {
  const long = 'x'.repeat(63);
  expect(freeName(long, new Set([long]))).toBe(`${'x'.repeat(61)}-2`);
});
