/** What nobody caught since it was made: it would have ended prox. */
export class UncaughtErrors {
  readonly #errors: unknown[] = [];
  readonly #note = (error: unknown): void => void this.#errors.push(error);

  constructor() {
    process.on('uncaughtExceptionMonitor', this.#note);
    process.on('unhandledRejection', this.#note);
  }

  /** @throws the first of them */
  check(): void {
    process.off('uncaughtExceptionMonitor', this.#note);
    process.off('unhandledRejection', this.#note);
    const [first] = this.#errors;
    if (first !== undefined) throw new Error('went past everybody', {cause: first});
  }
}
