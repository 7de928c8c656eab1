import type {Clock, Timer} from '../core/clock.ts';
import {FIRST_SAMPLE_MS, SAMPLE_INTERVAL_MS} from '../supervisor/usage-sampler.ts';

/** What prox itself shows at one moment. */
export interface OwnGauges {
  /** Since its start, of all its threads. */
  readonly cpuMs: number;
  /** Resident. */
  readonly memoryBytes: number;
  /** Of the proxy; 0 without one. */
  readonly connections: number;
}

export interface OwnUsageOptions {
  readonly clock: Clock;
  readonly read: () => OwnGauges;
}

/** What prox itself uses, measured every two seconds between `begin` and `end`, whoever asks. */
export class OwnUsage {
  readonly #clock: Clock;
  readonly #read: OwnUsageOptions['read'];
  #latest: OwnGauges;
  #measuredAt: number;
  #cpuPercent = 0;
  #memoryBytesPeak: number;
  #connectionsPeak: number;
  #timer: Timer | undefined;
  #hasEnded = false;

  constructor({clock, read}: OwnUsageOptions) {
    this.#clock = clock;
    this.#read = read;
    this.#latest = read();
    this.#measuredAt = clock.monotonic();
    this.#memoryBytesPeak = this.#latest.memoryBytes;
    this.#connectionsPeak = this.#latest.connections;
  }

  begin(): void {
    if (this.#hasEnded) return;
    this.#measureIn(FIRST_SAMPLE_MS);
  }

  /** Also before it begins: then it never does. */
  end(): void {
    this.#hasEnded = true;
    this.#timer?.cancel();
  }

  /** 100 is one core. */
  get cpuPercent(): number {
    return this.#cpuPercent;
  }

  get memoryBytes(): number {
    return this.#latest.memoryBytes;
  }

  get memoryBytesPeak(): number {
    return this.#memoryBytesPeak;
  }

  get connectionsPeak(): number {
    return this.#connectionsPeak;
  }

  #measureIn(ms: number): void {
    this.#timer = this.#clock.after(ms, () => {
      this.#measure();
      this.#measureIn(SAMPLE_INTERVAL_MS);
    });
  }

  #measure(): void {
    const gauges = this.#read();
    const now = this.#clock.monotonic();
    const elapsedMs = now - this.#measuredAt;
    if (elapsedMs > 0) this.#cpuPercent = ((gauges.cpuMs - this.#latest.cpuMs) / elapsedMs) * 100;
    this.#memoryBytesPeak = Math.max(this.#memoryBytesPeak, gauges.memoryBytes);
    this.#connectionsPeak = Math.max(this.#connectionsPeak, gauges.connections);
    this.#latest = gauges;
    this.#measuredAt = now;
  }
}

export function readOwnGauges(connections: number): OwnGauges {
  const {user, system} = process.cpuUsage();
  return {cpuMs: (user + system) / 1000, memoryBytes: process.memoryUsage.rss(), connections};
}
