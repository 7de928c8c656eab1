const BUCKET_MS = 100;
const WINDOW_SECONDS = 5;
const BUCKETS = (WINDOW_SECONDS * 1000) / BUCKET_MS;

/** How many requests there were in the last five seconds, exact to a tenth of one. Times are monotonic ms. */
export class RequestRate {
  /** Bucket n is at n modulo their number; those of the window that ends with the latest request. */
  readonly #counts = new Uint32Array(BUCKETS);
  #latest = 0;
  #inWindow = 0;
  #peak = 0;

  /** A request has come. */
  note(now: number): void {
    const bucket = Math.floor(now / BUCKET_MS);
    if (bucket > this.#latest) this.#moveTo(bucket);
    const slot = this.#latest % BUCKETS;
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1;
    this.#inWindow += 1;
    this.#peak = Math.max(this.#peak, this.#inWindow);
  }

  perSecond(now: number): number {
    return (this.#inWindow - this.#expired(Math.floor(now / BUCKET_MS))) / WINDOW_SECONDS;
  }

  /** The most there was so far. */
  get peakPerSecond(): number {
    return this.#peak / WINDOW_SECONDS;
  }

  #moveTo(bucket: number): void {
    this.#inWindow -= this.#expired(bucket);
    const passed = Math.min(bucket - this.#latest, BUCKETS);
    for (let n = 1; n <= passed; n++) this.#counts[(this.#latest + n) % BUCKETS] = 0;
    this.#latest = bucket;
  }

  /** How many are out of the window that ends with `bucket`. */
  #expired(bucket: number): number {
    const passed = Math.min(bucket - this.#latest, BUCKETS);
    let sum = 0;
    for (let n = 1; n <= passed; n++) sum += this.#counts[(this.#latest + n) % BUCKETS] ?? 0;
    return sum;
  }
}
