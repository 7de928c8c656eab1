/** Things that arrive, read one at a time in order: `next()` waits for the next one. */
export class Mailbox<T> {
  readonly #items: T[] = [];
  readonly #readers: Reader<T>[] = [];
  #closedBecause: Error | undefined;

  /** What has arrived and has not been read. */
  get size(): number {
    return this.#items.length;
  }

  put(item: T): void {
    const reader = this.#readers.shift();
    if (reader) reader.resolve(item);
    else this.#items.push(item);
  }

  /** What has arrived can still be read; after that `next()` rejects with `reason`. */
  close(reason: Error): void {
    this.#closedBecause = reason;
    for (const reader of this.#readers.splice(0)) reader.reject(reason);
  }

  next(): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#items.length > 0) {
        const [item] = this.#items.splice(0, 1) as [T];
        resolve(item);
      } else if (this.#closedBecause) reject(this.#closedBecause);
      else this.#readers.push({resolve, reject});
    });
  }
}

interface Reader<T> {
  resolve(item: T): void;
  reject(reason: Error): void;
}
