/** Something that holds bytes and can be made to let them go. */
export interface Evictable {
  discard(): void;
}

/** Bounds what its members hold together: the oldest are discarded when there is too much. */
export class ByteBudget {
  readonly #maxBytes: number;
  readonly #members = new Map<Evictable, number>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** One that is greater than the budget is discarded itself. */
  add(member: Evictable, bytes: number): void {
    this.#members.set(member, bytes);
    this.#bytes += bytes;
    for (const oldest of this.#members.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.delete(oldest);
      oldest.discard();
    }
  }

  delete(member: Evictable): void {
    this.#bytes -= this.#members.get(member) ?? 0;
    this.#members.delete(member);
  }
}
