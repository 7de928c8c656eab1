import type {Prox} from '../../core/prox.ts';
import {warningText} from '../../core/warning.ts';
import {isGone} from '../gone.ts';
import type {Output} from '../output.ts';

/** Notes the warnings of a prox, each once however often it is asked; none of one that has ended. */
export class WarningTeller {
  readonly #output: Output;
  readonly #told = new Set<string>();

  constructor(output: Output) {
    this.#output = output;
  }

  async tell(prox: Pick<Prox, 'status'>): Promise<void> {
    for (const text of await warningsOf(prox)) {
      if (!this.#told.has(text)) await this.#output.note(`note: ${text}`);
      this.#told.add(text);
    }
  }
}

async function warningsOf(prox: Pick<Prox, 'status'>): Promise<readonly string[]> {
  try {
    return (await prox.status()).warnings.map(warningText);
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}
