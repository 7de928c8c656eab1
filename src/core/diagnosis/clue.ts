import type {Facts} from './facts.ts';

/** What the output of a process says of its trouble. */
export interface Clue {
  /** A clause that can follow `api crashed: `. */
  readonly problem: string;
  readonly nextStep: string | undefined;
}

/** Undefined when `text`, the last lines of one stream, says nothing of the kind. */
export type FindClue = (text: string, facts: Facts) => Clue | undefined;

export interface ClueRule {
  /** With the flags `g` and `m`; its last match counts. */
  readonly pattern: RegExp;
  readonly explain: (match: readonly string[], facts: Facts) => Clue | undefined;
}

/** The first rule that matches and has something to say. */
export function byRules(rules: readonly ClueRule[]): FindClue {
  return (text, facts) => {
    for (const {pattern, explain} of rules) {
      const match = lastMatch(text, pattern);
      const clue = match && explain(match, facts);
      if (clue) return clue;
    }
    return undefined;
  };
}

export function lastMatch(text: string, pattern: RegExp): readonly string[] | undefined {
  return [...text.matchAll(pattern)].at(-1);
}

/** The first clue that `finders` see in the last lines, those of stderr before those of stdout. */
export function findClue(facts: Facts, finders: readonly FindClue[]): Clue | undefined {
  for (const lines of [facts.output.stderr, facts.output.stdout]) {
    const text = lines.join('\n');
    for (const find of finders) {
      const clue = find(text, facts);
      if (clue) return clue;
    }
  }
  return undefined;
}
