import type {ServiceConfig} from '../../config/config.ts';
import type {Clock} from '../../core/clock.ts';
import {isLoopback} from '../../core/loopback.ts';
import type {RouteStats} from '../../core/route.ts';
import {Target} from './target.ts';

/** Where requests of one name and prefix go, and what went there. */
export class Route {
  readonly config: ServiceConfig;
  readonly source: 'config' | 'runtime';
  /** Headers that every request gets, by lower-case name. */
  readonly overrides: ReadonlyMap<string, string>;
  /** Epoch ms. */
  readonly expiresAt: number | undefined;
  readonly #clock: Clock;
  /** The port of the process behind it, when it is on that. */
  readonly #portNow: () => number | undefined;
  #target: Target;
  #requests = 0;
  #errors = 0;
  #inFlight = 0;
  #bytesIn = 0;
  #bytesOut = 0;
  #lastRequestAt: number | undefined;

  constructor({config, source, clock, expiresAt, portOf}: RouteOptions) {
    this.config = config;
    this.source = source;
    this.#clock = clock;
    this.expiresAt = expiresAt;
    this.#target = new Target(config.target, clock);
    const {hostHeader} = this.#target;
    this.#portNow = followedPort(config, portOf);
    const overrides = new Map(hostHeader === undefined ? [] : [['host', hostHeader]]);
    for (const [name, value] of Object.entries(config.headers)) {
      overrides.set(name.toLowerCase(), value);
    }
    this.overrides = overrides;
  }

  /** A process may come back on another port, for a restart reads prox.yaml anew. */
  get target(): Target {
    const port = this.#portNow();
    if (port !== undefined && port !== this.#target.port) {
      this.#target.retire();
      this.#target = new Target({...this.config.target, port}, this.#clock);
    }
    return this.#target;
  }

  /** An exchange begins. */
  begin(): void {
    this.#requests += 1;
    this.#inFlight += 1;
    this.#lastRequestAt = this.#clock.now();
  }

  end({bytesIn, bytesOut, hasFailed}: Ended): void {
    this.#inFlight -= 1;
    this.#bytesIn += bytesIn;
    this.#bytesOut += bytesOut;
    if (hasFailed) this.#errors += 1;
  }

  get stats(): RouteStats {
    const at = this.#lastRequestAt;
    return {
      requests: this.#requests,
      errors: this.#errors,
      inFlight: this.#inFlight,
      bytesIn: this.#bytesIn,
      bytesOut: this.#bytesOut,
      lastRequestAt: at === undefined ? undefined : new Date(at).toISOString(),
    };
  }
}

interface Ended {
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly hasFailed: boolean;
}

export interface RouteOptions {
  readonly config: ServiceConfig;
  readonly source: 'config' | 'runtime';
  readonly clock: Clock;
  readonly expiresAt: number | undefined;
  readonly portOf: PortOf;
}

/** The port that a process is given; undefined when it has none, or there is no such process. */
export type PortOf = (process: string) => number | undefined;

/** A service is on the port of its process when it says so to begin with. */
function followedPort({process, target}: ServiceConfig, portOf: PortOf): () => number | undefined {
  const isFollowed =
    process !== undefined && isLoopback(target.host) && portOf(process) === target.port;
  return isFollowed ? () => portOf(process) : () => undefined;
}
