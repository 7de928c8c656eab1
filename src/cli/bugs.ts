type BugHandler = (error: unknown) => void;

/** Where an exception goes that nobody caught. A command that has to tidy up first takes it over. */
export class Bugs {
  readonly #last: BugHandler;
  #handler: BugHandler;

  /** `handler` is the last resort: it ends prox. */
  constructor(handler: BugHandler) {
    this.#last = handler;
    this.#handler = handler;
  }

  report(error: unknown): void {
    this.#handler(error);
  }

  takeOver(handler: BugHandler): void {
    this.#handler = handler;
  }

  /** Tidying up does not come to an end either. */
  giveUp(error: unknown): void {
    this.#last(error);
  }
}

/** What is told about an error that prox did not throw on purpose, without a last line end. */
export function describeBug(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `prox: this is a bug of prox\n${stack}`;
}
