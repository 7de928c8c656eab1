import type {Clock} from '../core/clock.ts';
import {RequestRate} from './request-rate.ts';

/** What went through the proxy since it is up, also on routes that are gone since. */
export class Traffic {
  readonly #clock: Clock;
  readonly #rate = new RequestRate();
  #requests = 0;
  #errors = 0;
  #bytesIn = 0;
  #bytesOut = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A request has come. */
  begin(): void {
    this.#requests += 1;
    this.#rate.note(this.#clock.monotonic());
  }

  /** It is over. Bytes are those of the bodies. */
  end({bytesIn, bytesOut, hasFailed}: EndedRequest): void {
    this.#bytesIn += bytesIn;
    this.#bytesOut += bytesOut;
    if (hasFailed) this.#errors += 1;
  }

  get counts(): TrafficCounts {
    return {
      requests: this.#requests,
      errors: this.#errors,
      bytesIn: this.#bytesIn,
      bytesOut: this.#bytesOut,
      requestsPerSecond: this.#rate.perSecond(this.#clock.monotonic()),
      requestsPerSecondPeak: this.#rate.peakPerSecond,
    };
  }
}

export interface EndedRequest {
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly hasFailed: boolean;
}

export interface TrafficCounts {
  readonly requests: number;
  readonly errors: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Over the last five seconds. */
  readonly requestsPerSecond: number;
  readonly requestsPerSecondPeak: number;
}
