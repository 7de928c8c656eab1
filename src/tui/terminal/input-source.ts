import type {ReadStream} from 'node:tty';
import type {Clock, Timer} from '../../core/clock.ts';
import type {Input} from './input.ts';
import {KeyReader} from './keys.ts';

/** Longer than the parts of one key take, also over ssh; shorter than one waits for Esc. */
const SETTLE_MS = 30;

export interface InputSourceOptions {
  readonly stdin: ReadStream;
  readonly clock: Clock;
  readonly onInput: (input: Input) => void;
  /** Whether what comes is not for us: it is handed to `onText` as it is. */
  readonly isTyping: () => boolean;
  readonly onText: (text: string) => void;
  /** The terminal is gone. */
  readonly onEnd: () => void;
}

/** Reads the terminal from `start` to `stop`, and holds the process up meanwhile. */
export class InputSource {
  readonly #options: InputSourceOptions;
  readonly #keys = new KeyReader();
  readonly #decoder = new TextDecoder('utf-8', {ignoreBOM: true});
  #settling: Timer | undefined;

  constructor(options: InputSourceOptions) {
    this.#options = options;
  }

  start(): void {
    const {stdin, onEnd} = this.#options;
    stdin.on('data', this.#onData).on('end', onEnd).on('error', onEnd).resume();
  }

  stop(): void {
    const {stdin, onEnd} = this.#options;
    stdin.off('data', this.#onData).off('end', onEnd).off('error', onEnd).pause();
    this.#settling?.cancel();
  }

  readonly #onData = (bytes: Buffer): void => {
    const text = this.#decoder.decode(bytes, {stream: true});
    this.#settling?.cancel();
    this.#settling = this.#options.clock.after(SETTLE_MS, () => this.#give(this.#keys.flush()));
    this.#take(text);
  };

  /** A key may make typing of what follows it. */
  #take(text: string): void {
    const {isTyping, onText} = this.#options;
    let taken = 0;
    for (const character of text) {
      if (isTyping()) return onText(text.slice(taken));
      this.#give(this.#keys.push(character));
      taken += character.length;
    }
  }

  #give(inputs: readonly Input[]): void {
    for (const input of inputs) this.#options.onInput(input);
  }
}
