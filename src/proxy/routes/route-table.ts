import type {ServiceConfig} from '../../config/config.ts';
import {fingerprint} from '../../config/differences.ts';
import type {Clock, Timer} from '../../core/clock.ts';
import {ProxError} from '../../core/errors.ts';
import {isLoopback} from '../../core/loopback.ts';
import {hostName} from './host-name.ts';
import {Route, type OnReach, type PortOf, type RouteOptions} from './route.ts';

/** What a host name and a path lead to. */
export type Match =
  | {readonly type: 'route'; readonly subdomain: string; readonly route: Route}
  | {readonly type: 'index'; readonly subdomain: ''}
  | {readonly type: 'unknownHost'; readonly subdomain: string}
  /** The service is known, but none of its prefixes fits the path. */
  | {
      readonly type: 'unknownPath';
      readonly subdomain: string;
      readonly prefixes: readonly string[];
    };

type HostMatch =
  | {readonly type: 'service'; readonly subdomain: string; readonly routes: readonly Route[]}
  | {readonly type: 'index'; readonly subdomain: ''}
  | {readonly type: 'unknownHost'; readonly subdomain: string};

export interface RouteTableOptions {
  readonly domain: string;
  readonly services: readonly ServiceConfig[];
  readonly clock: Clock;
  readonly portOf: PortOf;
  readonly onReach: OnReach;
}

/** Hosts are few, but anybody can make them up. */
const MAX_REMEMBERED_HOSTS = 1000;
const CATCH_ALL = '*';

/**
 * Routes by the whole host name (docs/guides/proxy.md): `<service>.<domain>`, what is below it, `*` for the
 * rest; among those of one name by the longest prefix.
 */
export class RouteTable {
  readonly domain: string;
  readonly #clock: Clock;
  readonly #portOf: PortOf;
  readonly #onReach: OnReach;
  /** Of each name, those with the longest prefix first. */
  readonly #byName = new Map<string, readonly Route[]>();
  /** What a Host header, as it was sent, leads to. */
  readonly #remembered = new Map<string, HostMatch>();
  readonly #expiries = new Map<Route, Timer>();

  constructor({domain, services, clock, portOf, onReach}: RouteTableOptions) {
    this.domain = domain;
    this.#clock = clock;
    this.#portOf = portOf;
    this.#onReach = onReach;
    this.replaceConfigured(services);
  }

  /** In the order in which they were added. */
  get all(): readonly Route[] {
    return [...this.#byName.values()].flat();
  }

  /** `host` as it was sent, `path` with its query. */
  match(host: string, path: string): Match {
    const found = this.#remembered.get(host) ?? this.#remember(host);
    if (found.type !== 'service') return found;
    const {subdomain, routes} = found;
    for (const route of routes) {
      if (route.takes(path)) return {type: 'route', subdomain, route};
    }
    const prefixes = routes.map(({config}) => config.pathPrefix);
    return {type: 'unknownPath', subdomain, prefixes};
  }

  /** @throws ProxError ROUTE_EXISTS */
  add(config: ServiceConfig, ttlMs: number | undefined): Route {
    const [known] = this.#byName.get(config.name) ?? [];
    if (known !== undefined) throw routeExists(known);
    const expiresAt = ttlMs === undefined ? undefined : this.#clock.now() + ttlMs;
    const route = this.#create({config, source: 'runtime', expiresAt, isUnreachable: false});
    this.#insert(route);
    if (ttlMs !== undefined) {
      this.#expiries.set(
        route,
        this.#clock.after(ttlMs, () => this.remove(config.name)),
      );
    }
    return route;
  }

  /** What is under way there goes on to its end. @throws ProxError ROUTE_NOT_FOUND, ROUTE_FROM_CONFIG */
  remove(name: string): void {
    const routes = this.#byName.get(name);
    if (routes === undefined) {
      const hint = 'Run `prox routes` to see the names.';
      throw new ProxError('ROUTE_NOT_FOUND', {detail: name, hint});
    }
    if (routes.some(({source}) => source === 'config')) {
      const hint = 'Take the service out of prox.yaml, and run `prox reload`.';
      throw new ProxError('ROUTE_FROM_CONFIG', {detail: name, hint});
    }
    this.#byName.delete(name);
    this.#remembered.clear();
    for (const route of routes) this.#retire(route);
  }

  /**
   * The routes of prox.yaml from now on. One that is as before stays, with its connections; those added
   * since stay too, unless prox.yaml now has their name.
   * @returns the names of those that gave way
   */
  replaceConfigured(services: readonly ServiceConfig[]): readonly string[] {
    const before = this.all;
    const added = before.filter(({source}) => source === 'runtime');
    const old = before.filter(({source}) => source === 'config');
    const known = new Map(old.map(route => [fingerprint(route.config), route]));
    const lost = new Set(before.filter(route => route.isUnreachable).map(placeOf));
    const configured = services.map(
      config =>
        known.get(fingerprint(config)) ??
        this.#create({
          config,
          source: 'config',
          expiresAt: undefined,
          isUnreachable: lost.has(placeOf({config})),
        }),
    );
    const names = new Set(services.map(({name}) => name));
    const now = new Set([...configured, ...added.filter(({config}) => !names.has(config.name))]);
    this.#byName.clear();
    this.#remembered.clear();
    for (const route of now) this.#insert(route);
    for (const route of before) if (!now.has(route)) this.#retire(route);
    return added.filter(route => !now.has(route)).map(({config}) => config.name);
  }

  /** Ends every connection to a target. */
  close(): void {
    for (const timer of this.#expiries.values()) timer.cancel();
    for (const route of this.all) route.target.close();
  }

  #create(options: Pick<RouteOptions, 'config' | 'source' | 'expiresAt' | 'isUnreachable'>): Route {
    return new Route({
      ...options,
      clock: this.#clock,
      portOf: this.#portOf,
      onReach: this.#onReach,
    });
  }

  /** It is in the table no more. */
  #retire(route: Route): void {
    this.#expiries.get(route)?.cancel();
    this.#expiries.delete(route);
    route.retire();
  }

  #insert(route: Route): void {
    const {name} = route.config;
    const routes = [...(this.#byName.get(name) ?? []), route];
    routes.sort((a, b) => b.config.pathPrefix.length - a.config.pathPrefix.length);
    this.#byName.set(name, routes);
    this.#remembered.clear();
  }

  #remember(host: string): HostMatch {
    const match = this.#matchHost(host);
    if (this.#remembered.size >= MAX_REMEMBERED_HOSTS) this.#remembered.clear();
    this.#remembered.set(host, match);
    return match;
  }

  #matchHost(host: string): HostMatch {
    const name = hostName(host);
    if (name === this.domain) return {type: 'index', subdomain: ''};
    const below = `.${this.domain}`;
    const subdomain = name?.endsWith(below) === true ? name.slice(0, -below.length) : '';
    const service = subdomain.slice(subdomain.lastIndexOf('.') + 1);
    const own = service === CATCH_ALL ? undefined : this.#byName.get(service);
    if (own !== undefined) return {type: 'service', subdomain: service, routes: own};
    if (name === undefined) return {type: 'unknownHost', subdomain};
    const rest = this.#byName.get(CATCH_ALL);
    if (rest !== undefined) return {type: 'service', subdomain, routes: rest};
    return isThisMachine(name) ? {type: 'index', subdomain: ''} : {type: 'unknownHost', subdomain};
  }
}

/** Two routes with the same take the same requests. */
function placeOf({config: {name, pathPrefix}}: Pick<Route, 'config'>): string {
  return name + pathPrefix;
}

/** No name that leads here, but where it leads. */
function isThisMachine(name: string): boolean {
  return isLoopback(name.replaceAll(/^\[|\]$/g, ''));
}

function routeExists({config: {name}, source}: Route): ProxError {
  const hint =
    source === 'config'
      ? 'It is declared in prox.yaml: change it there, or choose another name.'
      : `Run \`prox route rm ${name}\` first, or choose another name.`;
  return new ProxError('ROUTE_EXISTS', {detail: name, hint});
}
