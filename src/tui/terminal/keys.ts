import type {Input} from './input.ts';
import {GROUND, read, type ReaderState, settle} from './sequences.ts';

/**
 * Reads what a terminal sends. However the bytes are cut, the inputs are the same, one for each key; what
 * is no input (answers of the terminal, focus, unknown sequences) is left out whole. It never throws, and
 * holds about a kilobyte at most.
 */
export class KeyReader {
  readonly #decoder = new TextDecoder('utf-8', {ignoreBOM: true});
  #state: ReaderState = GROUND;

  /** A string has whole characters. */
  push(bytes: Uint8Array | string): readonly Input[] {
    const text = typeof bytes === 'string' ? bytes : this.#decoder.decode(bytes, {stream: true});
    const inputs: Input[] = [];
    for (const character of text) {
      const step = read(this.#state, character);
      this.#state = step.state;
      inputs.push(...step.inputs);
    }
    return inputs;
  }

  /** To be called when nothing has come for some 30 ms: only so is an ESC known to be the key. */
  flush(): readonly Input[] {
    const {state, inputs} = settle(this.#state);
    this.#state = state;
    return inputs;
  }
}
