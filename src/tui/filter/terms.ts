const KEYS = ['re', 'proc', 'level', 'stream', 'method', 'status', 'host', 'url'] as const;
export type Key = (typeof KEYS)[number];

/** One condition of a filter, as it was typed. */
export interface Term {
  /** `level:error`, `-"a phrase"`: to speak of it. */
  readonly source: string;
  readonly isNegated: boolean;
  /** Undefined for a word and for a phrase. */
  readonly key: Key | undefined;
  /** Without its quotes. */
  readonly value: string;
  /** A quote was opened only. */
  readonly isUnterminated: boolean;
}

/**
 * `-`, a known key and `:`, each if there; then a phrase in quotes, else all up to the next space.
 * A key that is not known is part of a word: times and URLs can be searched as they are.
 */
const TERM = new RegExp(
  String.raw`\s*(?=\S)(?<minus>-?)(?:(?<key>${KEYS.join('|')}):)?` +
    String.raw`(?:"(?<phrase>[^"]*)(?<end>"?)|(?<word>\S*))`,
  'giy',
);

/** The terms in the order of the text. Never fails: what is wrong with a term, its reader says. */
export function splitTerms(text: string): readonly Term[] {
  return Array.from(text.matchAll(TERM), ({0: source, groups: parts = {}}) => ({
    source: source.trim(),
    isNegated: parts['minus'] === '-',
    key: KEYS.find(key => key === parts['key']?.toLowerCase()),
    value: parts['phrase'] ?? parts['word'] ?? '',
    isUnterminated: parts['end'] === '',
  }));
}
