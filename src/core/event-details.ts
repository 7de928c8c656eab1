import type {ConfigProblem} from './config-report.ts';
import type {EVENT_TYPES, EventPage, EventType, ProxEvent} from './event.ts';
import type {ReloadReport} from './reload-report.ts';

interface Child {
  readonly pid: number;
}

/** Exactly one of `exitCode` and `signal` is known, if any. */
interface End {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly uptimeSeconds: number;
}

/** Where a route leads. */
interface Upstream {
  readonly subdomain: string;
  readonly pathPrefix: string | undefined;
  readonly target: string;
}

type Changes = Pick<ReloadReport['processes'], 'added' | 'removed' | 'restarted' | 'updated'>;

/** What each type of event tells for programs (docs/reference/api.md, "Events"). */
interface EventDetails {
  readonly 'process.started': Child;
  readonly 'process.restarted': Child;
  /** With the pids that could not be ended, if any. */
  readonly 'process.stopped': End & {readonly survivors?: readonly number[]};
  /** With the last lines of that run. */
  readonly 'process.crashed': End & {readonly lines: readonly string[]};
  readonly 'process.start_failed': {readonly reason: string};
  readonly 'process.restart_limit': {readonly restarts: number};
  readonly 'process.blocked': {readonly on: readonly string[]; readonly reason: string};
  readonly 'task.completed': End;
  readonly 'health.unhealthy': {readonly consecutiveFailures: number; readonly lastOutput: string};
  readonly 'health.recovered': Readonly<Record<string, never>>;
  readonly 'proxy.upstream_unreachable': Upstream & {readonly reason: string};
  readonly 'proxy.upstream_recovered': Upstream;
  readonly 'config.reloaded': Changes &
    Pick<ReloadReport, 'changes' | 'restartRequired'> & {
      readonly routes: Omit<ReloadReport['routes'], 'unchanged'>;
    };
  readonly 'config.invalid': {readonly errors: readonly ConfigProblem[]};
  readonly 'cert.expiring': {
    readonly domains: readonly string[];
    readonly daysRemaining: number;
    readonly notAfter: string;
    readonly fingerprintSha256: string;
    readonly file: string | undefined;
  };
  readonly 'auth.failed': {readonly address: string};
  readonly 'auth.rate_limited': {readonly address: string; readonly retryAfterSeconds: number};
  readonly 'system.port_conflict': {
    readonly port: number;
    readonly holderPid: number;
    readonly holderProcess: string | undefined;
    readonly holderProject: string | undefined;
  };
  readonly 'system.insecure_bind': {readonly host: string};
  readonly 'system.orphans_cleaned': {
    readonly ended: readonly number[];
    readonly alive: readonly number[];
  };
}

interface EventOf<T extends EventType> extends Omit<ProxEvent, 'details'> {
  readonly type: T;
  readonly severity: (typeof EVENT_TYPES)[T];
  readonly details: EventDetails[T];
}

/** A ProxEvent whose `type` tells what is in its `details`. */
export type TypedEvent = {readonly [T in EventType]: EventOf<T>}[EventType];

export interface TypedEventPage extends Omit<EventPage, 'events'> {
  readonly events: readonly TypedEvent[];
}
