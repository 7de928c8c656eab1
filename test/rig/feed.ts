/** Items that a test hands out one by one to whoever reads. */
export class Feed<T> {
  readonly #items: T[] = [];
  #wake: () => void = () => {};

  push(item: T): void {
    this.#items.push(item);
    this.#wake();
  }

  async *read(signal: AbortSignal): AsyncGenerator<T> {
    signal.addEventListener('abort', () => this.#wake(), {once: true});
    while (!signal.aborted) {
      const [item] = this.#items.splice(0, 1);
      if (item !== undefined) yield item;
      else await new Promise<void>(resolve => (this.#wake = resolve));
    }
  }
}
