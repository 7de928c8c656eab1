import type {Sink} from '../../../src/cli/output.ts';

/** Keeps what is written. */
export class TextSink implements Sink {
  readonly isTerminal = false;
  readonly gone = new AbortController().signal;
  text = '';

  async write(part: string | Uint8Array): Promise<void> {
    this.text += String(part);
  }

  failure(): undefined {}
}
