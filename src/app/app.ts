import {hasChangedOnDisk} from '../config/config-file.ts';
import type {Config} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import type {Dropped} from '../core/event-bus.ts';
import type {LogBatch, LogFilter, LogPage, LogQuery, TextBatch} from '../core/log-entry.ts';
import {
  API_VERSION,
  type FollowOptions,
  type HealthReport,
  type NoInput,
  type ProcessDetail,
  type ProcessList,
  type ProcessRef,
  type ProcessSummary,
  type Prox,
  type ShutdownReport,
  type StopFailure,
  type SupervisorStatus,
  type VersionReport,
} from '../core/prox.ts';
import type {Warning} from '../core/warning.ts';
import type {ProcessView} from '../supervisor/process-view.ts';
import {Supervisor} from '../supervisor/supervisor.ts';
import type {Proxy} from '../proxy/proxy.ts';
import {createProxy, statusOfProxy} from './create-proxy.ts';
import {ProxyOperations} from './proxy-operations.ts';
import {proxyEnv, urlOfProcess} from './proxy-urls.ts';
import {toDetail, toSummary} from './process-report.ts';
import {Warnings} from './warnings.ts';

export interface AppOptions {
  readonly config: Config;
  readonly clock: Clock;
  /** Of prox. */
  readonly version: string;
  /** The id of this supervisor run. */
  readonly instance: string;
  /** Replaces `.prox/children.json`. */
  readonly saveLedger: (text: string) => Promise<void>;
  /** What the children write ends up on a terminal. */
  readonly isTerminal: boolean;
  /** Of prox itself. */
  readonly env: NodeJS.ProcessEnv;
  /** For what is captured of requests; belongs to the proxy alone. */
  readonly captureDir: string;
}

interface Parts {
  readonly supervisor: Supervisor;
  readonly warnings: Warnings;
  readonly proxy: Proxy | undefined;
}

/** prox in this process: answers every operation, and knows when everything has ended. */
export class App extends ProxyOperations implements Prox {
  readonly #options: AppOptions;
  readonly #supervisor: Supervisor;
  readonly #proxy: Proxy | undefined;
  readonly #warnings: Warnings;
  readonly #startedAt: number;
  #hasBegun = false;
  #shutdown: Promise<readonly StopFailure[]> | undefined;
  readonly #ended: Promise<ShutdownReport>;
  #announceEnd: (report: ShutdownReport) => void = () => undefined;

  static async create(options: AppOptions): Promise<App> {
    const supervisor = new Supervisor(options);
    const warnings = new Warnings(text => supervisor.say(text));
    const proxy = await createProxy({...options, supervisor, warnings});
    return new App(options, {supervisor, warnings, proxy});
  }

  private constructor(options: AppOptions, {supervisor, warnings, proxy}: Parts) {
    super(proxy, options.config);
    this.#options = options;
    this.#supervisor = supervisor;
    this.#proxy = proxy;
    this.#warnings = warnings;
    this.#startedAt = options.clock.monotonic();
    this.#ended = new Promise(resolve => (this.#announceEnd = resolve));
  }

  /** Resolves when a shutdown has ended, whoever asked for it. */
  get ended(): Promise<ShutdownReport> {
    return this.#ended;
  }

  /** Opens the proxy, if it is enabled. @throws ProxError PORT_IN_USE, START_FAILED, CERTIFICATE_INVALID */
  async listen(): Promise<void> {
    await this.#proxy?.listen();
  }

  /** Starts the named processes, or all with `autostart`; resolves when each runs or has failed to. */
  async begin(options: {names?: readonly string[]; apiUrl: string}): Promise<void> {
    const extraEnv = this.#proxy === undefined ? {} : proxyEnv(this.#proxy);
    await this.#supervisor.begin({...options, extraEnv});
    this.#hasBegun = true;
  }

  /**
   * Resolves when every process has ended by itself, or at once when none runs; also when `signal` aborts.
   * One that somebody has stopped may be started again, and is waited for.
   */
  async whenIdle(signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    const changes = this.#supervisor.changes.subscribe({
      signal: AbortSignal.any([signal, done.signal]),
      maxQueued: 1,
    });
    if (!this.#isIdle()) for await (const _ of changes) if (this.#isIdle()) break;
    done.abort();
  }

  /** No more grace: whatever is being stopped gets SIGKILL now. */
  killNow(): void {
    this.#supervisor.killNow();
  }

  /** Records a message of prox itself. */
  say(text: string): void {
    this.#supervisor.say(text);
  }

  /** As `say`, and shown by `status` from then on. */
  warn(warning: Warning): void {
    this.#warnings.add(warning);
  }

  async status(): Promise<SupervisorStatus> {
    const {config, version} = this.#options;
    const {isDraining} = this.#supervisor;
    return {
      status: isDraining ? 'stopping' : this.#hasBegun ? 'running' : 'starting',
      uptimeSeconds: this.#uptimeSeconds(),
      configFile: config.file,
      apiVersion: API_VERSION,
      version,
      pid: process.pid,
      projectDir: config.projectDir,
      configChanged: await hasChangedOnDisk(config),
      proxy: statusOfProxy(this.#proxy, config),
      warnings: this.#warnings.with(this.#supervisor.views()),
    };
  }

  async health(): Promise<HealthReport> {
    const {processes} = await this.processes();
    const unhealthy = processes.filter(({health}) => health === 'unhealthy').length;
    const hasCrashed = processes.some(({status}) => status === 'crashed');
    return {
      status: unhealthy > 0 || hasCrashed ? 'degraded' : 'ok',
      version: this.#options.version,
      uptimeSeconds: this.#uptimeSeconds(),
      processes: {
        total: processes.length,
        running: processes.filter(({status}) => status === 'running').length,
        unhealthy,
      },
    };
  }

  async version(): Promise<VersionReport> {
    return {
      version: this.#options.version,
      gitCommit: undefined,
      buildTime: undefined,
      nodeVersion: process.version,
      platform: `${process.platform}-${process.arch}`,
      apiVersion: API_VERSION,
    };
  }

  async processes(): Promise<ProcessList> {
    const now = this.#options.clock.monotonic();
    return {processes: this.#supervisor.views().map(view => this.#withUrl(toSummary(view, now)))};
  }

  async process({name}: ProcessRef): Promise<ProcessDetail> {
    return this.#withUrl(toDetail(this.#supervisor.view(name), this.#options.clock.monotonic()));
  }

  followProcesses(_input: NoInput, {signal}: FollowOptions): AsyncIterable<ProcessList> {
    return this.#snapshots(this.#supervisor.changes.subscribe({signal, maxQueued: 1}));
  }

  async start({name}: ProcessRef): Promise<void> {
    await this.#supervisor.start(name);
  }

  async stop({name}: ProcessRef): Promise<void> {
    await this.#supervisor.stop(name);
  }

  async restart({name}: ProcessRef): Promise<void> {
    await this.#supervisor.restart(name);
  }

  async logs(query: LogQuery): Promise<LogPage> {
    return this.#supervisor.log.query(query);
  }

  followLogs(filter: LogFilter, {signal}: FollowOptions): AsyncIterable<LogBatch> {
    return this.#supervisor.log.follow(filter, signal);
  }

  /** As `followLogs`, for who prints lines by the thousand: not filtered by text, and as bytes. */
  followText(
    filter: Omit<LogFilter, 'pattern' | 'regex'>,
    {signal}: FollowOptions,
  ): AsyncIterable<TextBatch> {
    return this.#supervisor.log.followText(filter, signal);
  }

  async shutdown({wait = false}: {readonly wait?: boolean}): Promise<ShutdownReport> {
    this.#shutdown ??= this.#stopAll();
    if (!wait) return {waited: false, failures: []};
    return {waited: true, failures: await this.#shutdown};
  }

  async #stopAll(): Promise<readonly StopFailure[]> {
    const failures = await this.#supervisor.shutdown();
    await this.#proxy?.close();
    this.#announceEnd({waited: true, failures});
    return failures;
  }

  #withUrl<T extends ProcessSummary>(summary: T): T {
    return {...summary, url: this.#proxy && urlOfProcess(this.#proxy, summary.name)};
  }

  async *#snapshots(changes: AsyncIterable<'changed' | Dropped>): AsyncGenerator<ProcessList> {
    yield this.processes();
    for await (const change of changes) if (change === 'changed') yield this.processes();
  }

  #isIdle(): boolean {
    const views = this.#supervisor.views().filter(({wasStarted}) => wasStarted);
    const hasEnded = ({state: {status}, isHeld}: ProcessView): boolean =>
      !isHeld && (status === 'stopped' || status === 'crashed');
    return views.length > 0 && views.every(hasEnded);
  }

  #uptimeSeconds(): number {
    return Math.floor((this.#options.clock.monotonic() - this.#startedAt) / 1000);
  }
}
