import type {ProcessStatus} from './process-state.ts';
import {STATUS_TONE, statusText, type Tone} from './status-tone.ts';

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
  /** Undefined when there is no process. */
  readonly processStatus: ProcessStatus | undefined;
  /** Why it is crashed, in words. */
  readonly processReason: string | undefined;
  readonly source: 'config' | 'runtime';
  /** By the last attempt to connect, since its process was started if it has one. */
  readonly state: 'active' | 'unreachable' | 'unknown';
  readonly stats: RouteStats;
  /** RFC 3339; of a runtime route with a time to live. */
  readonly expiresAt: string | undefined;
}

/** Of several for one name or one process: that which takes every path, else the first. */
export function mainRoute(routes: readonly RouteReport[]): RouteReport | undefined {
  return routes.find(({pathPrefix}) => pathPrefix === undefined) ?? routes[0];
}

/** How a service is, in words: as its process is, else as the last attempt to connect went. */
export function routeState({processStatus, processReason, state}: RouteReport): RouteState {
  if (processStatus === undefined) return BY_ATTEMPT[state];
  const text = statusText(processStatus, processReason);
  if (processStatus === 'running' && state === 'unreachable') {
    return {tone: 'busy', text: `${text}, does not answer`};
  }
  return {tone: STATUS_TONE[processStatus], text};
}

export interface RouteState {
  readonly tone: Tone;
  readonly text: string;
}

const BY_ATTEMPT: Readonly<Record<RouteReport['state'], RouteState>> = {
  active: {tone: 'good', text: 'answers'},
  unreachable: {tone: 'bad', text: 'does not answer'},
  unknown: {tone: 'dim', text: 'not asked yet'},
};

export interface RouteStats {
  readonly requests: number;
  /** A status of 500 and above, or the target broke off; not while it was still starting. */
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
