/** Where requests for one host name go. */
export interface RouteReport {
  /** `*` catches every name that no other route has. */
  readonly subdomain: string;
  /** The first that is served of `urls`. */
  readonly url: string | undefined;
  /** With the prefix of the path, if it has one. */
  readonly urls: {readonly http: string | undefined; readonly https: string | undefined};
  /** Undefined: every path. */
  readonly pathPrefix: string | undefined;
  readonly target: {readonly host: string; readonly port: number; readonly url: string};
  readonly process: string | undefined;
  readonly source: 'config' | 'runtime';
  /** By the last attempt to connect. */
  readonly state: 'active' | 'unreachable' | 'unknown';
  readonly stats: RouteStats;
  /** RFC 3339; of a runtime route with a time to live. */
  readonly expiresAt: string | undefined;
}

/** Of several for one name or one process: that which takes every path, else the first. */
export function mainRoute(routes: readonly RouteReport[]): RouteReport | undefined {
  return routes.find(({pathPrefix}) => pathPrefix === undefined) ?? routes[0];
}

export interface RouteStats {
  readonly requests: number;
  /** Exchanges that ended with an error of the target or the connection, or with a status of 500 and above. */
  readonly errors: number;
  readonly inFlight: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** RFC 3339. */
  readonly lastRequestAt: string | undefined;
}

export interface RouteList {
  readonly routes: readonly RouteReport[];
}

/** Exactly one of `port` and `url`. */
export interface RouteInput {
  readonly subdomain: string;
  readonly port?: number;
  readonly url?: string;
  /** With `port`: default localhost. */
  readonly host?: string;
  /** After which the route is gone. */
  readonly ttlSeconds?: number;
}

export interface RouteRef {
  readonly subdomain: string;
}
