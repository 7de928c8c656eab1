import type {Words} from '../../daemon/launch-report.ts';
import type {Output} from '../output.ts';

/** What the prox beside a screen has for the eyes of people: the screen would hide it, so it is held back. */
export class HeldWords {
  readonly #output: Output;
  #held: Words[] | undefined = [];
  #hasAny = false;
  #telling: Promise<void> = Promise.resolve();

  constructor(output: Output) {
    this.#output = output;
  }

  /** Whether there was anything. */
  get hasAny(): boolean {
    return this.#hasAny;
  }

  readonly take = (words: Words): void => {
    this.#hasAny = true;
    if (this.#held === undefined) this.#tell(words);
    else this.#held.push(words);
  };

  /** The screen is gone: what was held is told, and from now on what comes. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const words of held) this.#tell(words);
  }

  /** Resolves when all that came is told. */
  async told(): Promise<void> {
    await this.#telling;
  }

  #tell({text, isComplaint}: Words): void {
    this.#telling = this.#telling.then(async () =>
      isComplaint ? this.#output.complain(text.replace(/\n$/, '')) : this.#output.write(text),
    );
  }
}
