import {isGone} from '../../core/gone.ts';
import type {Prox} from '../../core/prox.ts';
import type {Warning} from '../../core/warning.ts';
import type {Output} from '../output.ts';

/** Notes the warnings of a prox with their hints, each once however often it is asked; none of one that has ended. */
export class WarningTeller {
  readonly #output: Output;
  readonly #told = new Set<string>();

  constructor(output: Output) {
    this.#output = output;
  }

  async tell(prox: Pick<Prox, 'status'>): Promise<void> {
    for (const {message, hint} of await warningsOf(prox)) {
      if (this.#told.has(message)) continue;
      this.#told.add(message);
      await this.#output.note(`note: ${message}`);
      if (hint !== undefined) await this.#output.note(hint);
    }
  }
}

async function warningsOf(prox: Pick<Prox, 'status'>): Promise<readonly Warning[]> {
  try {
    return (await prox.status()).warnings;
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
}
