import type {Subject} from './subject.ts';
import type {Key} from './terms.ts';

export interface Condition {
  /** Of several of one key one must hold, as nothing comes from two processes; else each must. */
  readonly oneOf?: Key;
  readonly holds: (subject: Subject) => boolean;
}

/** Why something is no condition, and what would be one. */
export interface Problem {
  readonly problem: string;
}

/**
 * Compiles an expression that is to be found anywhere in a text; throws what is wrong with it. Its
 * `test` must take linear time: a filter is asked for thousands of lines at each key.
 */
export type CompilePattern = (source: string) => {test(text: string): boolean};
