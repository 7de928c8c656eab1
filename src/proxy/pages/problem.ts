import type {ProcessStatus} from '../../core/process-state.ts';
import type {RouteReport} from '../../core/route.ts';
import type {OutputLine} from '../process-watch.ts';

/** Why the proxy answers by itself: with the index of its services, or because there is a problem. */
export type Problem =
  | {readonly type: 'index'; readonly domain: string; readonly routes: readonly RouteReport[]}
  | UnknownHost
  | UnknownPath
  | TargetProblem
  /** `loop`: the target sends its requests back. `ending`: prox stops everything, its target too. */
  | {readonly type: 'loop' | 'ending'; readonly host: string}
  | Refusal;

/** No route has this name. */
export interface UnknownHost {
  readonly type: 'unknownHost';
  readonly host: string;
  readonly domain: string;
  readonly routes: readonly RouteReport[];
}

/** There are services of this name, each for other paths. */
export interface UnknownPath {
  readonly type: 'unknownPath';
  readonly host: string;
  readonly path: string;
  readonly prefixes: readonly string[];
}

export type TargetProblem =
  /**
   * `unreachable`: no connection. `badAnswer`: it broke off, or what came was no HTTP. `restarted`: it broke
   * off because of a restart.
   */
  | (AtTarget & {readonly type: 'unreachable' | 'badAnswer' | 'restarted'; readonly error: string})
  /** `starting`: the request waited in vain. `busy`: too many wait already. */
  | (AtTarget & {readonly type: 'starting' | 'busy'; readonly retryAfterSeconds: number});

interface AtTarget {
  readonly host: string;
  readonly target: string;
  /** Undefined when no process of ours is behind it. */
  readonly process: ProcessFacts | undefined;
}

/** What is to be told of the process behind a service. */
export interface ProcessFacts {
  readonly name: string;
  readonly status: ProcessStatus;
  /** It is starting or restarting. */
  readonly isComing: boolean;
  /** Why it is crashed, in words. */
  readonly reason: string | undefined;
  /** Its newest, oldest first. */
  readonly lines: readonly OutputLine[];
}

/** The request itself cannot be served. */
export interface Refusal {
  readonly type: 'refused';
  readonly status: 400 | 405 | 408 | 421 | 431;
  readonly reason: string;
}
