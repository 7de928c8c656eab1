/** Above that a chunk is kept as it is; below, its bytes cost less than the object that holds them. */
const MAX_COPIED_BYTES = 4096;
const MAX_BLOCK_BYTES = 16 * 1024;
const NOTHING = Buffer.alloc(0);

/**
 * Bytes in the order in which they came. Large chunks are not copied. Small ones are, together: a stream
 * of single bytes must not make a million objects, nor a small part keep its large buffer in memory.
 */
export class ChunkList {
  readonly #chunks: Buffer[] = [];
  #length = 0;
  /** What is left of the block that the last chunk lies in. */
  #spare = NOTHING;

  get length(): number {
    return this.#length;
  }

  get chunks(): readonly Buffer[] {
    return this.#chunks;
  }

  push(chunk: Buffer): void {
    const isMostOfItsBuffer = chunk.length * 2 >= chunk.buffer.byteLength;
    if (chunk.length > MAX_COPIED_BYTES && isMostOfItsBuffer) {
      this.#chunks.push(chunk);
      this.#spare = NOTHING;
    } else this.#copy(chunk);
    this.#length += chunk.length;
  }

  #copy(chunk: Buffer): void {
    const last = chunk.length <= this.#spare.length ? this.#chunks.pop() : undefined;
    if (last === undefined) {
      // As much again as there is: short bodies get no room that they will not need.
      const wanted = Math.min(this.#length, MAX_BLOCK_BYTES);
      this.#spare = Buffer.allocUnsafeSlow(Math.max(chunk.length, wanted));
      this.#chunks.push(this.#spare.subarray(0, chunk.length));
    } else {
      this.#chunks.push(Buffer.from(last.buffer, last.byteOffset, last.length + chunk.length));
    }
    chunk.copy(this.#spare);
    this.#spare = this.#spare.subarray(chunk.length);
  }
}
