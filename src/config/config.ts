import type {Requirement} from '../core/dependency-graph.ts';
import type {RestartPolicy} from '../core/restart-policy.ts';

/** A loaded prox.yaml: every default filled in, every path absolute, every duration in ms, every size in bytes. */
export interface Config {
  readonly file: string;
  readonly projectDir: string;
  /** The text that was read, to tell whether the file has changed since. */
  readonly source: string;
  readonly api: ApiConfig;
  readonly logs: LogsConfig;
  /** Processes and tasks, in the order of the file. */
  readonly processes: readonly ProcessConfig[];
  /** In the order of the file. */
  readonly dependencies: readonly DependencyConfig[];
  /** Of all processes, tasks and dependencies, in the order of the file. */
  readonly names: readonly string[];
  /** Names of processes by the name of their group; what `groups` says and what processes say is one. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Undefined when it is not enabled. */
  readonly proxy: ProxyConfig | undefined;
  /**
   * What its keys come to when prox.yaml does not enable it: a flag of `prox up` may turn it on. Without both
   * `--no-proxy` has turned it off.
   */
  readonly dormantProxy: ProxyConfig | undefined;
}

export interface ProxyConfig {
  /** 0: any free port; undefined: no HTTP listener. */
  readonly httpPort: number | undefined;
  /** Likewise for HTTPS. */
  readonly httpsPort: number | undefined;
  /** `auto`: where Node can be told to bear many cancelled streams. */
  readonly http2: 'auto' | boolean;
  /** Addresses to listen on. */
  readonly hosts: readonly string[];
  readonly domain: string;
  readonly capture: CaptureConfig;
  /** Records kept. */
  readonly maxRequests: number;
  /** How long a request waits for a target that is starting or restarting; 0: never. */
  readonly holdMs: number;
  /** In the order of the file; those that processes declare with `service` last. */
  readonly services: readonly ServiceConfig[];
  readonly certs: CertsConfig;
}

export interface CaptureConfig {
  readonly enabled: boolean;
  readonly maxBodyBytes: number;
  readonly diskBudgetBytes: number;
}

/** Name and prefix together are unique. */
export interface ServiceConfig {
  /** A DNS label, or `*`. */
  readonly name: string;
  /** Begins with a slash and ends without one; empty: every path. */
  readonly pathPrefix: string;
  readonly target: TargetConfig;
  /** The process that is behind it. */
  readonly process: string | undefined;
  /** Set on every request, in place of what the client sent. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface TargetConfig {
  readonly protocol: 'http' | 'https';
  /** A name or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

export interface CertsConfig {
  readonly dir: string;
  /** Make a CA and leaves when they are missing. */
  readonly autoGenerate: boolean;
  /** Your own, both or none. */
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
}

export interface ApiConfig {
  /** Undefined: 5555, or the next free port when that is taken. 0: any free port. */
  readonly port: number | undefined;
  readonly host: string;
  readonly auth: 'auto' | 'always';
  readonly token: string | undefined;
  readonly allowedHosts: readonly string[];
  readonly corsOrigins: readonly string[];
}

export interface LogsConfig {
  readonly maxLines: number;
  readonly maxBytes: number;
  readonly maxLineBytes: number;
}

/** A process, or a task: then without port, service, healthcheck, restart, watch and tty. */
export interface ProcessConfig {
  readonly kind: 'process' | 'task';
  readonly name: string;
  /** A string is run by `sh -c`, a list without a shell. */
  readonly cmd: string | readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** In the order in which they are read, the file-wide ones first: later wins. */
  readonly envFiles: readonly string[];
  readonly port: number | undefined;
  /** `port: auto`: `port` is undefined until one has been taken (config/auto-ports.ts). */
  readonly hasAutoPort: boolean;
  readonly healthcheck: HealthcheckConfig | undefined;
  /** What must be there before it starts; no name twice. */
  readonly dependsOn: readonly Requirement[];
  readonly restart: RestartPolicy;
  readonly watch: WatchConfig | undefined;
  /** Of a task: longer than this it must not run. */
  readonly timeoutMs: number | undefined;
  /** It runs in a terminal of its own. */
  readonly tty: boolean;
  readonly stopSignal: NodeJS.Signals;
  readonly stopTimeoutMs: number;
  readonly stopCmd: string | undefined;
  readonly successExitCodes: readonly number[];
  readonly autostart: boolean;
}

export interface HealthcheckConfig {
  readonly probe: Probe;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Failures in a row before unhealthy. */
  readonly retries: number;
  readonly startPeriodMs: number;
  readonly startIntervalMs: number;
  readonly onUnhealthy: 'none' | 'restart';
}

export interface WatchConfig {
  /** Absolute: files, folders, or patterns such as `/project/src/**\/*.ts`. */
  readonly paths: readonly string[];
  /** Patterns, absolute or names that stand for themselves at any depth, such as `dist`. */
  readonly ignore: readonly string[];
  readonly debounceMs: number;
  readonly onChange: 'restart' | 'signal';
}

/** Something outside that prox waits for and may have started, and never stops. */
export interface DependencyConfig {
  readonly kind: 'dependency';
  readonly name: string;
  readonly check: ActiveProbe;
  readonly timeoutMs: number;
  readonly intervalMs: number;
  /** Run once, when the first check fails. */
  readonly start: string | undefined;
  readonly onFailure: 'fail' | 'warn';
  /** Of `check` and `start`. */
  readonly cwd: string;
  /** The file-wide ones. */
  readonly envFiles: readonly string[];
}

export type Probe =
  | {readonly type: 'cmd'; readonly cmd: string | readonly string[]}
  /** `status` undefined: 2xx and 3xx. */
  | {readonly type: 'http'; readonly url: string; readonly status: readonly number[] | undefined}
  | {readonly type: 'tcp'; readonly host: string; readonly port: number}
  /** An RE2 expression. */
  | {readonly type: 'log'; readonly pattern: string};

/** A probe that asks, again and again. */
export type ActiveProbe = Exclude<Probe, {readonly type: 'log'}>;
