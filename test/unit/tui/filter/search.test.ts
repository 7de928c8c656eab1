import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {harmless} from '../../../../src/core/sanitize.ts';
import {findMatches} from '../../../../src/tui/filter/search.ts';

const ESC = '\u001b';

test.each([
  ['any case', 'An Error, an ERROR', ['error'], ['Error', 'ERROR']],
  ['several words in order of the line', 'one two three', ['three', 'one'], ['one', 'three']],
  ['words that overlap as one', 'abcdef', ['abcd', 'cdef'], ['abcdef']],
  ['a word within another as one', 'abcdef', ['c', 'abcdef'], ['abcdef']],
  ['words that touch as one', 'abab', ['ab'], ['abab']],
  ['a phrase', 'it has timed out', ['timed out'], ['timed out']],
  ['nothing', 'one', ['two', ''], []],
  ['characters outside of the basic plane', '😀 ok 😀', ['😀'], ['😀', '😀']],
  ['what stands behind a character that grows in lower case', 'İ OK', ['ok'], ['OK']],
])('%s', (_, line, words, expected) => {
  expect(findMatches(line, words).map(({from, to}) => line.slice(from, to))).toEqual(expected);
});

test('offsets are those of the line without its escape sequences', () => {
  expect(findMatches(`${ESC}[31mno ${ESC}[1mer${ESC}[0mror`, ['error'])).toEqual([
    {from: 3, to: 8},
  ]);
});

test('each range lies within the line and behind the one before', () => {
  const text = fc.string({unit: fc.constantFrom('a', 'B', 'İ', '😀', `${ESC}[1m`, '\u0007')});
  const word = fc.string({unit: fc.constantFrom('a', 'b', 'İ'), minLength: 1, maxLength: 3});
  fc.assert(
    fc.property(text, word, fc.array(word), (rest, part, others) => {
      const line = rest + part + rest;
      const offsets = findMatches(line, [part, ...others]).flatMap(({from, to}) => [from, to]);
      expect(offsets.length).toBeGreaterThan(0);
      expect(offsets).toEqual([...new Set(offsets)].toSorted((left, right) => left - right));
      expect(offsets.at(-1)).toBeLessThanOrEqual(harmless(line).length);
    }),
  );
});
