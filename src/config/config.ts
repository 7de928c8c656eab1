/** A loaded prox.yaml: every default filled in, every path absolute, every duration in ms, every size in bytes. */
export interface Config {
  readonly file: string;
  readonly projectDir: string;
  /** The text that was read, to tell whether the file has changed since. */
  readonly source: string;
  readonly api: ApiConfig;
  readonly logs: LogsConfig;
  /** In the order of the file. */
  readonly processes: readonly ProcessConfig[];
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

export interface ProcessConfig {
  readonly name: string;
  /** A string is run by `sh -c`, a list without a shell. */
  readonly cmd: string | readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** In the order in which they are read, the file-wide ones first: later wins. */
  readonly envFiles: readonly string[];
  readonly port: number | undefined;
  readonly healthcheck: HealthcheckConfig | undefined;
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
}

export type Probe =
  | {readonly type: 'cmd'; readonly cmd: string | readonly string[]}
  /** `status` undefined: 2xx and 3xx. */
  | {readonly type: 'http'; readonly url: string; readonly status: readonly number[] | undefined}
  | {readonly type: 'tcp'; readonly host: string; readonly port: number}
  /** An RE2 expression. */
  | {readonly type: 'log'; readonly pattern: string};
