import {nearest} from '../core/nearest.ts';
import {didYouMean} from './problem-text.ts';

/** A file made to hurt has thousands of wrong names, and nobody reads as many suggestions. */
const MAX_COMPARISONS = 200_000;

/** What may be meant by names that are none of `names`. */
export class NameHints {
  readonly #label: string;
  readonly #names: readonly string[];
  #comparisons = 0;

  /** @param label what the names are of */
  constructor(label: string, names: readonly string[]) {
    this.#label = label;
    this.#names = names;
  }

  /** Undefined when there is no name at all, which is told elsewhere. */
  hintFor(wanted: string): string | undefined {
    if (this.#names.length === 0 || this.#comparisons > MAX_COMPARISONS) return undefined;
    this.#comparisons += this.#names.length;
    const close = nearest(wanted, this.#names);
    return close === undefined ? `${this.#label}: ${this.#names.join(', ')}` : didYouMean(close);
  }
}
