import type {CertificateList} from './certificate.ts';
import type {ConfigCheck, ConfigReport, ConfigVerdict} from './config-report.ts';
import type {
  AcknowledgedEvents,
  Acknowledgement,
  EventBatch,
  EventCount,
  EventPage,
  EventQuery,
  EventRef,
  EventStreamQuery,
} from './event.ts';
import type {LogBatch, LogFilter, LogPage, LogQuery} from './log-entry.ts';
import type {ProcessDetail, ProcessList} from './process-report.ts';
import type {ReloadReport} from './reload-report.ts';
import type {
  RequestBatch,
  RequestDetail,
  RequestFilter,
  RequestPage,
  RequestQuery,
  RequestRef,
} from './request-record.ts';
import type {RouteInput, RouteList, RouteRef, RouteReport} from './route.ts';
import type {StartUpReport} from './start-up-report.ts';
import type {ProcessStats, Stats, UsageList} from './stats.ts';
import type {Warning} from './warning.ts';
import type {WhyReport} from './why-report.ts';

/**
 * Everything one can ask of a running prox. `App` answers it in the process, `createClient` over HTTP.
 * Failures are `ProxError`s with the same code on both.
 */
export interface Prox {
  status(): Promise<SupervisorStatus>;
  health(): Promise<HealthReport>;
  version(): Promise<VersionReport>;
  /** Whether all that was started is there, or one. @throws ProxError PROCESS_NOT_FOUND */
  ready(input: ReadyQuery): Promise<ReadyReport>;
  /** In the order of prox.yaml. */
  processes(): Promise<ProcessList>;
  /** @throws ProxError PROCESS_NOT_FOUND */
  process(input: ProcessRef): Promise<ProcessDetail>;
  /** A snapshot at once, then one on every change. */
  followProcesses(input: NoInput, options: FollowOptions): AsyncIterable<ProcessList>;
  /** Resolves when the child runs. @throws ProxError PROCESS_ALREADY_RUNNING, SPAWN_FAILED, … */
  start(input: ProcessRef): Promise<void>;
  /** Resolves when its whole tree is gone. @throws ProxError PROCESS_NOT_RUNNING, PROCESS_NOT_REAPED */
  stop(input: ProcessRef): Promise<void>;
  /** Resolves when the new child runs; starts a process that is stopped. */
  restart(input: ProcessRef): Promise<void>;
  /** Writes into the terminal of a process with `tty: true`. @throws ProxError NO_TERMINAL, PROCESS_NOT_RUNNING */
  send(input: TerminalInput): Promise<void>;
  /** @throws ProxError NO_TERMINAL, PROCESS_NOT_RUNNING */
  resize(input: TerminalSize): Promise<void>;
  /** Why it is as it is. @throws ProxError PROCESS_NOT_FOUND */
  why(input: ProcessRef): Promise<WhyReport>;
  /** How the start went, step by step. */
  startUp(): Promise<StartUpReport>;
  stats(): Promise<Stats>;
  /** Of one process, with all that it started. @throws ProxError PROCESS_NOT_FOUND */
  processStats(input: ProcessRef): Promise<ProcessStats>;
  /** What each process uses, in the order of prox.yaml. */
  usage(): Promise<UsageList>;
  /** What runs, secrets hidden. */
  config(): Promise<ConfigReport>;
  /** Checks a text, or the file on disk; changes nothing. */
  validateConfig(input: ConfigCheck): Promise<ConfigVerdict>;
  /** Applies prox.yaml as it is now; only what has changed is touched. @throws ProxError CONFIG_INVALID */
  reload(input: {readonly dryRun?: boolean}): Promise<ReloadReport>;
  /** The newest matching entries, or with `sinceSeq` the oldest after it. @throws ProxError INVALID_PATTERN */
  logs(query: LogQuery): Promise<LogPage>;
  /** Entries from now on, or all held after `sinceSeq` and then on: no gap, no double. */
  followLogs(filter: LogFilter, options: FollowOptions): AsyncIterable<LogBatch>;
  /** The newest matching events of this and earlier runs. */
  events(query: EventQuery): Promise<EventPage>;
  countEvents(): Promise<EventCount>;
  /** Events from now on, or those kept after `sinceId` and then on: no gap, no double. */
  followEvents(query: EventStreamQuery, options: FollowOptions): AsyncIterable<EventBatch>;
  /** Idempotent. @throws ProxError EVENT_NOT_FOUND */
  acknowledgeEvent(input: EventRef): Promise<void>;
  /** Several, or all; ids that are not kept are passed over. */
  acknowledgeEvents(input: Acknowledgement): Promise<AcknowledgedEvents>;
  /** The newest matching exchanges of the proxy. @throws ProxError PROXY_NOT_ENABLED, as all that follow */
  requests(query: RequestQuery): Promise<RequestPage>;
  /** Exchanges that match, as they finish. Over HTTP an empty batch first tells that it listens. */
  followRequests(filter: RequestFilter, options: FollowOptions): AsyncIterable<RequestBatch>;
  /** @throws ProxError REQUEST_NOT_FOUND */
  request(input: RequestRef): Promise<RequestDetail>;
  /** Forgets every exchange that has finished, and what was captured of it. */
  clearRequests(): Promise<void>;
  /** Those of prox.yaml in its order, then those added since. */
  routes(): Promise<RouteList>;
  /** @throws ProxError INVALID_ROUTE, ROUTE_EXISTS */
  addRoute(input: RouteInput): Promise<RouteReport>;
  /** @throws ProxError ROUTE_NOT_FOUND, ROUTE_FROM_CONFIG */
  removeRoute(input: RouteRef): Promise<void>;
  /** What the HTTPS listener uses; empty without one. */
  certs(): Promise<CertificateList>;
  /** With `wait` resolves when every process is gone, else when the stop has begun. Idempotent. */
  shutdown(input: {readonly wait?: boolean}): Promise<ShutdownReport>;
}

/** Every operation takes one input object, so that the route table can drive it. */
export type NoInput = Readonly<Record<string, never>>;

export interface ProcessRef {
  readonly name: string;
}

export interface FollowOptions {
  readonly signal: AbortSignal;
}

export const API_VERSION = 'v1';

export interface SupervisorStatus {
  readonly status: 'starting' | 'running' | 'stopping';
  readonly uptimeSeconds: number;
  readonly configFile: string;
  readonly apiVersion: typeof API_VERSION;
  readonly version: string;
  readonly pid: number;
  readonly projectDir: string;
  /** The file on disk differs from what runs. */
  readonly configChanged: boolean;
  /** Undefined when it is not enabled. */
  readonly proxy: ProxyStatus | undefined;
  readonly warnings: readonly Warning[];
}

export interface ProxyStatus {
  readonly enabled: true;
  /** Undefined when there is no such listener. */
  readonly httpPort: number | undefined;
  readonly httpsPort: number | undefined;
  readonly domain: string;
}

export interface TerminalInput extends ProcessRef {
  /** As it is typed: Enter is `\r`. */
  readonly text: string;
}

export interface TerminalSize extends ProcessRef {
  readonly columns: number;
  readonly rows: number;
}

export interface HealthReport {
  readonly status: 'ok' | 'degraded';
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly processes: {
    readonly total: number;
    readonly running: number;
    readonly unhealthy: number;
  };
}

export interface ReadyQuery {
  /** All that is started by itself, or was started, unless told. */
  readonly process?: readonly string[];
}

export interface ReadyReport {
  readonly ready: boolean;
  /** How many are not. */
  readonly notReady: number;
}

export interface VersionReport {
  readonly version: string;
  /** Not recorded by the build. */
  readonly gitCommit: undefined;
  /** Not recorded by the build. */
  readonly buildTime: undefined;
  readonly nodeVersion: string;
  readonly platform: string;
  readonly apiVersion: typeof API_VERSION;
}

export interface StopFailure {
  readonly process: string;
  readonly error: string;
  readonly code: string;
}

export interface ShutdownReport {
  readonly waited: boolean;
  readonly failures: readonly StopFailure[];
}
