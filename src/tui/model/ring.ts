const CHUNK = 512;

export interface RingLimits<Item> {
  readonly items: number;
  /** Of the sum of `weigh`. */
  readonly weight: number;
  readonly weigh: (item: Item) => number;
}

interface Content<Item> {
  /** All are full but the last. */
  readonly chunks: readonly (readonly Item[])[];
  /** Items of the first chunk that are gone. */
  readonly skipped: number;
  readonly length: number;
  readonly weight: number;
}

/** The newest items that fit, as a value: `append` makes another ring, which shares what it can with this one. */
export class Ring<Item> {
  readonly #limits: RingLimits<Item>;
  readonly #content: Content<Item>;

  static empty<Item>(limits: RingLimits<Item>): Ring<Item> {
    return new Ring(limits, {chunks: [], skipped: 0, length: 0, weight: 0});
  }

  private constructor(limits: RingLimits<Item>, content: Content<Item>) {
    this.#limits = limits;
    this.#content = content;
  }

  get length(): number {
    return this.#content.length;
  }

  /** Oldest first; undefined outside. */
  at(index: number): Item | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const place = index + this.#content.skipped;
    return this.#content.chunks[Math.floor(place / CHUNK)]?.[place % CHUNK];
  }

  append(items: readonly Item[]): Ring<Item> {
    if (items.length === 0) return this;
    const {chunks, skipped, length, weight} = this.#content;
    const last = chunks.at(-1) ?? [];
    const isOpen = last.length < CHUNK;
    const added = [...(isOpen ? last : []), ...items];
    const grown = [...(isOpen ? chunks.slice(0, -1) : chunks)];
    for (let from = 0; from < added.length; from += CHUNK) {
      grown.push(added.slice(from, from + CHUNK));
    }
    const heavier = items.reduce((sum, item) => sum + this.#limits.weigh(item), weight);
    return new Ring(this.#limits, {
      chunks: grown,
      skipped,
      length: length + items.length,
      weight: heavier,
    }).#trimmed();
  }

  /** What of it `isWanted`, in a ring of the same limits. */
  filter(isWanted: (item: Item) => boolean): Ring<Item> {
    return Ring.empty(this.#limits).append([...this].filter(item => isWanted(item)));
  }

  cleared(): Ring<Item> {
    return Ring.empty(this.#limits);
  }

  *[Symbol.iterator](): Generator<Item> {
    const {chunks, skipped} = this.#content;
    for (const [index, chunk] of chunks.entries()) {
      yield* index === 0 ? chunk.slice(skipped) : chunk;
    }
  }

  #trimmed(): Ring<Item> {
    const {items, weight: maxWeight, weigh} = this.#limits;
    let {weight} = this.#content;
    let dropped = 0;
    while (this.length - dropped > items || (weight > maxWeight && this.length - dropped > 1)) {
      const oldest = this.at(dropped);
      if (oldest === undefined) break;
      weight -= weigh(oldest);
      dropped += 1;
    }
    if (dropped === 0) return this;
    const skipped = this.#content.skipped + dropped;
    return new Ring(this.#limits, {
      chunks: this.#content.chunks.slice(Math.floor(skipped / CHUNK)),
      skipped: skipped % CHUNK,
      length: this.length - dropped,
      weight,
    });
  }
}
