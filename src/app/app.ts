import type {Config} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import type {ReportEvent} from '../core/event.ts';
import type {LogBatch, LogFilter, LogPage, LogQuery, TextBatch} from '../core/log-entry.ts';
import {
  API_VERSION,
  type FollowOptions,
  type HealthReport,
  type Prox,
  type ShutdownReport,
  type StopFailure,
  type SupervisorStatus,
  type VersionReport,
} from '../core/prox.ts';
import type {Warning} from '../core/warning.ts';
import type {ReadConfig} from '../supervisor/plans.ts';
import type {ProcessView} from '../supervisor/process-view.ts';
import {Supervisor} from '../supervisor/supervisor.ts';
import type {BeginOptions} from '../supervisor/supervisor-options.ts';
import type {Proxy} from '../proxy/proxy.ts';
import {createProxy, statusOfProxy} from './create-proxy.ts';
import {EventLog, type EventJournal} from './event-log.ts';
import {withMembers} from './group-members.ts';
import {ProcessOperations} from './process-operations.ts';
import {proxyEnv} from './proxy-urls.ts';
import {Reloader} from './reload.ts';
import {Warnings} from './warnings.ts';

export interface AppOptions {
  readonly config: Config;
  /** prox.yaml as it is now, with what the command line overrides. */
  readonly readConfig: ReadConfig;
  readonly clock: Clock;
  /** Of prox. */
  readonly version: string;
  /** The id of this supervisor run. */
  readonly instance: string;
  /** Replaces `.prox/children.json`. */
  readonly saveLedger: (text: string) => Promise<void>;
  /** Keeps `.prox/events.jsonl`. */
  readonly journal: EventJournal;
  /** What the children write ends up on a terminal. */
  readonly isTerminal: boolean;
  /** Of prox itself. */
  readonly env: NodeJS.ProcessEnv;
  /** `.prox` of the project. */
  readonly stateDir: string;
  /** For what is captured of requests; belongs to the proxy alone. */
  readonly captureDir: string;
}

interface Parts {
  readonly supervisor: Supervisor;
  readonly reloader: Reloader;
  readonly warnings: Warnings;
  readonly proxy: Proxy | undefined;
  readonly events: EventLog;
}

/** prox in this process: answers every operation, and knows when everything has ended. */
export class App extends ProcessOperations implements Prox {
  readonly #options: AppOptions;
  readonly #supervisor: Supervisor;
  readonly #reloader: Reloader;
  readonly #proxy: Proxy | undefined;
  readonly #warnings: Warnings;
  #shutdown: Promise<readonly StopFailure[]> | undefined;
  readonly #ended: Promise<ShutdownReport>;
  #announceEnd: (report: ShutdownReport) => void = () => undefined;

  static async create(options: AppOptions): Promise<App> {
    const warnings = new Warnings(text => supervisor.say(text));
    const warn = (message: string): void =>
      warnings.add({code: 'DEPENDENCY_MISSING', message, hint: undefined});
    const events = new EventLog(options);
    const report: ReportEvent = event => events.report(event);
    const supervisor = new Supervisor({...options, warn, report});
    const proxy = await createProxy({...options, supervisor, warnings, report});
    const reloader = new Reloader({...options, supervisor, proxy, report});
    return new App(options, {supervisor, reloader, warnings, proxy, events});
  }

  private constructor(options: AppOptions, parts: Parts) {
    super({...parts, clock: options.clock});
    this.#options = options;
    this.#supervisor = parts.supervisor;
    this.#reloader = parts.reloader;
    this.#proxy = parts.proxy;
    this.#warnings = parts.warnings;
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

  /** Starts the chosen processes; resolves when each runs, has failed to, or waits for another. */
  async begin(options: Omit<BeginOptions, 'extraEnv'>): Promise<void> {
    const extraEnv = this.#proxy === undefined ? {} : proxyEnv(this.#proxy);
    this.beganAt = this.#options.clock.monotonic();
    this.beginMeasuring();
    await this.#supervisor.begin({...options, extraEnv});
    this.hasBegun = true;
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

  /** How long the latest run of a process has lasted; undefined when it had none. */
  ranForMs(name: string): number | undefined {
    const view = this.#supervisor.find(name);
    return view === undefined || view.kind === 'dependency' ? undefined : view.ranForMs;
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
    const {version} = this.#options;
    const {config} = this.#reloader;
    const {isDraining} = this.#supervisor;
    return {
      status: isDraining ? 'stopping' : this.hasBegun ? 'running' : 'starting',
      uptimeSeconds: this.uptimeSeconds,
      configFile: config.file,
      apiVersion: API_VERSION,
      version,
      pid: process.pid,
      projectDir: config.projectDir,
      configChanged: await this.hasChangedOnDisk(),
      proxy: statusOfProxy(this.#proxy, config),
      warnings: await this.#warnings.with(this.#supervisor.views()),
    };
  }

  async health(): Promise<HealthReport> {
    const views = this.#supervisor.views();
    const statuses = views.map(({state}) => state.status);
    const unhealthy = views.filter(({health}) => health.health === 'unhealthy').length;
    const hasFailed = statuses.some(status => status === 'crashed' || status === 'blocked');
    return {
      status: unhealthy > 0 || hasFailed ? 'degraded' : 'ok',
      version: this.#options.version,
      uptimeSeconds: this.uptimeSeconds,
      processes: {
        total: views.length,
        running: statuses.filter(status => status === 'running').length,
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

  async logs(query: LogQuery): Promise<LogPage> {
    return this.#supervisor.log.query(withMembers(query, this.#reloader.config));
  }

  followLogs(filter: LogFilter, {signal}: FollowOptions): AsyncIterable<LogBatch> {
    return this.#supervisor.log.follow(withMembers(filter, this.#reloader.config), signal);
  }

  /** As `followLogs`, for who prints lines by the thousand: not filtered by text, and as bytes. */
  followText(
    filter: Omit<LogFilter, 'pattern' | 'regex'>,
    {signal}: FollowOptions,
  ): AsyncIterable<TextBatch> {
    return this.#supervisor.log.followText(withMembers(filter, this.#reloader.config), signal);
  }

  async shutdown({wait = false}: {readonly wait?: boolean}): Promise<ShutdownReport> {
    this.#shutdown ??= this.#stopAll();
    if (!wait) return {waited: false, failures: []};
    return {waited: true, failures: await this.#shutdown};
  }

  async #stopAll(): Promise<readonly StopFailure[]> {
    this.endMeasuring();
    const failures = await this.#supervisor.shutdown();
    await this.#proxy?.close();
    await this.flushEvents();
    this.#announceEnd({waited: true, failures});
    return failures;
  }

  #isIdle(): boolean {
    let hasBegun = false;
    for (const view of this.#supervisor.processViews()) {
      if (view.wasStarted && !hasEnded(view)) return false;
      hasBegun ||= view.wasStarted;
    }
    return hasBegun;
  }
}

/** And nothing but a wish of somebody starts it again: no restart is due, no edit restarts it. */
function hasEnded({state, config, isHeld, restartDueAt}: ProcessView): boolean {
  if (state.status === 'completed' || state.status === 'blocked') return true;
  if (state.status !== 'stopped' && state.status !== 'crashed') return false;
  return !isHeld && restartDueAt === undefined && config.watch?.onChange !== 'restart';
}
