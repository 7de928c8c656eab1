import type {ServiceConfig, TargetConfig} from '../../config/config.ts';
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
  readonly #portOf: PortOf;
  readonly #onReach: OnReach;
  /** A request was told so, and no connection came to be since. */
  #isUnreachable: boolean;
  /** It goes where its process goes. */
  #isFollowing: boolean;
  #isRetired = false;
  #target: Target;
  #requests = 0;
  #errors = 0;
  #inFlight = 0;
  #bytesIn = 0;
  #bytesOut = 0;
  #lastRequestAt: number | undefined;

  constructor({config, source, clock, expiresAt, portOf, onReach, isUnreachable}: RouteOptions) {
    this.config = config;
    this.source = source;
    this.#clock = clock;
    this.expiresAt = expiresAt;
    this.#onReach = onReach;
    this.#isUnreachable = isUnreachable;
    this.#target = this.#targetAt(config.target);
    const {hostHeader} = this.#target;
    this.#portOf = portOf;
    this.#isFollowing = this.#portOfProcess() === config.target.port;
    const overrides = new Map(hostHeader === undefined ? [] : [['host', hostHeader]]);
    for (const [name, value] of Object.entries(config.headers)) {
      overrides.set(name.toLowerCase(), value);
    }
    this.overrides = overrides;
  }

  /** Whether a path is below its prefix, in whole segments: `/api` is no prefix of `/apis`. */
  takes(path: string): boolean {
    const {pathPrefix} = this.config;
    if (pathPrefix === '') return true;
    if (!path.startsWith(pathPrefix)) return false;
    const next = path.charAt(pathPrefix.length);
    return next === '' || next === '/' || next === '?';
  }

  /** A process may come back on another port, for a restart reads prox.yaml anew. */
  get target(): Target {
    const port = this.#isRetired ? undefined : this.#followedPort();
    if (port !== undefined && port !== this.#target.port) {
      this.#target.retire();
      this.#target = this.#targetAt({...this.config.target, port});
    }
    return this.#target;
  }

  /** Requests that are under way go on to their end, no new ones come. */
  retire(): void {
    this.#isRetired = true;
    this.#target.retire();
  }

  get isUnreachable(): boolean {
    return this.#isUnreachable;
  }

  /** A request found that it takes no connections. */
  noteUnreachable(reason: string): void {
    if (this.#isUnreachable || this.#isRetired) return;
    this.#isUnreachable = true;
    this.#onReach(this, {isReachable: false, reason});
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

  #targetAt(config: TargetConfig): Target {
    return new Target(config, this.#clock, () => this.#noteReachable());
  }

  #noteReachable(): void {
    if (!this.#isUnreachable) return;
    this.#isUnreachable = false;
    if (!this.#isRetired) this.#onReach(this, {isReachable: true});
  }

  /** A service follows its process once both were on one port: after a reload it may be there first. */
  #followedPort(): number | undefined {
    const port = this.#portOfProcess();
    this.#isFollowing ||= port === this.config.target.port;
    return this.#isFollowing ? port : undefined;
  }

  #portOfProcess(): number | undefined {
    const {process, target} = this.config;
    return process !== undefined && isLoopback(target.host) ? this.#portOf(process) : undefined;
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
  readonly onReach: OnReach;
  /** That it leads nowhere was told already, of the route that had its place before. */
  readonly isUnreachable: boolean;
}

/** Called when a request found that a route leads nowhere, and when it leads somewhere again. */
export type OnReach = (route: Route, change: Reach) => void;

export type Reach =
  | {readonly isReachable: true}
  | {readonly isReachable: false; readonly reason: string};

/** The port that a process is given; undefined when it has none, or there is no such process. */
export type PortOf = (process: string) => number | undefined;
