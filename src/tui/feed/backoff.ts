const FIRST_MS = 200;
const MAX_MS = 2000;

/** Pauses between tries: 200 ms, then twice as long each time, at most 2 s. */
export class Backoff {
  #nextMs = FIRST_MS;

  next(): number {
    const ms = this.#nextMs;
    this.#nextMs = Math.min(2 * ms, MAX_MS);
    return ms;
  }

  reset(): void {
    this.#nextMs = FIRST_MS;
  }
}
