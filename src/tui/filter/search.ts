import {harmless} from '../../core/sanitize.ts';
import {foldCase} from './fold-case.ts';

/** Offsets in UTF-16 units of the line without its escape sequences (`harmless`); `to` is exclusive. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Where any of the words stands in the line, in any case: in order, none touches another. */
export function findMatches(line: string, words: readonly string[]): readonly TextRange[] {
  const text = foldCase(harmless(line));
  const found = words.flatMap(word => occurrences(text, foldCase(word)));
  return merge(found.toSorted((left, right) => left.from - right.from));
}

function occurrences(text: string, word: string): TextRange[] {
  const found: TextRange[] = [];
  if (word === '') return found;
  let from = text.indexOf(word);
  while (from !== -1) {
    const to = from + word.length;
    found.push({from, to});
    from = text.indexOf(word, to);
  }
  return found;
}

function merge(sorted: readonly TextRange[]): readonly TextRange[] {
  const merged: TextRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last === undefined || range.from > last.to) merged.push(range);
    else merged[merged.length - 1] = {from: last.from, to: Math.max(last.to, range.to)};
  }
  return merged;
}
