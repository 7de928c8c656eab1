import type {CertificateList} from './certificate.ts';
import type {Health} from './health.ts';
import type {LogBatch, LogFilter, LogPage, LogQuery} from './log-entry.ts';
import type {ProcessStatus} from './process-state.ts';
import type {
  RequestBatch,
  RequestDetail,
  RequestFilter,
  RequestPage,
  RequestQuery,
  RequestRef,
} from './request-record.ts';
import type {RouteInput, RouteList, RouteRef, RouteReport} from './route.ts';
import type {Warning} from './warning.ts';

/**
 * Everything one can ask of a running prox. `App` answers it in the process, `createClient` over HTTP.
 * Failures are `ProxError`s with the same code on both.
 */
export interface Prox {
  status(): Promise<SupervisorStatus>;
  health(): Promise<HealthReport>;
  version(): Promise<VersionReport>;
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
  /** The newest matching entries, or with `sinceSeq` the oldest after it. @throws ProxError INVALID_PATTERN */
  logs(query: LogQuery): Promise<LogPage>;
  /** Entries from now on, or all held after `sinceSeq` and then on: no gap, no double. */
  followLogs(filter: LogFilter, options: FollowOptions): AsyncIterable<LogBatch>;
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

export interface ProcessSummary {
  readonly name: string;
  readonly kind: 'process';
  readonly status: ProcessStatus;
  /** 0 when there is none. */
  readonly pid: number;
  readonly uptimeSeconds: number;
  readonly restarts: number;
  readonly health: Health;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly port: number | undefined;
  /** Of its service, through the proxy. */
  readonly url: string | undefined;
  /** Why it is crashed, in words. */
  readonly reason: string | undefined;
}

export interface ProcessList {
  readonly processes: readonly ProcessSummary[];
}

export interface HealthcheckReport {
  readonly enabled: boolean;
  /** RFC 3339. */
  readonly lastCheck: string | undefined;
  readonly lastOutput: string;
  readonly consecutiveFailures: number;
}

export interface ProcessDetail extends ProcessSummary {
  readonly healthcheck: HealthcheckReport;
  readonly cmd: string | readonly string[];
  /** What prox.yaml and its env files add; secrets are `[REDACTED]`. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stopTimeoutMs: number;
  /** Whether prox starts it again when it has ended unasked: never. */
  readonly restartPolicy: 'no';
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
