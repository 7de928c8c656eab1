import {diffConfig, servicesOf, type ConfigDiff} from '../config/config-diff.ts';
import type {Config} from '../config/config.ts';
import {loadedConfig} from '../config/loaded-config.ts';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import type {ReportEvent} from '../core/event.ts';
import type {StopFailure} from '../core/prox.ts';
import type {ReloadReport} from '../core/reload-report.ts';
import type {Proxy} from '../proxy/proxy.ts';
import type {ReadConfig} from '../supervisor/plans.ts';
import type {DependencyView, ProcessView} from '../supervisor/process-view.ts';
import type {Changes} from '../supervisor/supervisor-options.ts';
import {invalidEvent, reloadedEvent} from './reload-events.ts';
import {proxyEnv} from './proxy-urls.ts';
import {diffInWords, toReport} from './reload-outcome.ts';

/** What of the supervisor a reload needs. */
export interface ReloadableSupervisor {
  /** Each as it is defined now: a restart of it alone has read prox.yaml anew. */
  views(): readonly Defined[];
  /**
   * Starts what is added and starts by itself, ends what is removed, gives the redefined ones a new child
   * unless they were stopped or never started, and touches nothing else. A name that is both removed and
   * added is of another kind from then on. Resolves when that is done, with what went wrong.
   */
  apply(changes: Changes): Promise<readonly StopFailure[]>;
  /** Records a message of prox itself. */
  say(text: string): void;
}

type Defined =
  | Pick<ProcessView, 'kind' | 'config' | 'wasStarted' | 'isHeld'>
  | Pick<DependencyView, 'kind' | 'config'>;

export type ReloadableProxy = Pick<Proxy, 'replaceConfigured' | 'reports' | 'caFile'>;

export interface ReloaderOptions {
  readonly clock: Clock;
  /** What prox was started with. */
  readonly config: Config;
  readonly supervisor: ReloadableSupervisor;
  /** Undefined when it is not enabled. */
  readonly proxy: ReloadableProxy | undefined;
  /** prox.yaml as it is now, and as `prox up` would run it: with its flags, and the `auto` ports as taken. */
  readonly readConfig: ReadConfig;
  readonly report: ReportEvent;
}

/** Holds the config that runs, and applies an edited one (docs/guides/reload.md). */
export class Reloader {
  readonly #options: ReloaderOptions;
  #config: Config;
  #loadedAt: number;
  #latest: Promise<unknown> = Promise.resolve();

  constructor(options: ReloaderOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#loadedAt = options.clock.now();
  }

  /** What runs: that of the latest reload, but for what only a new start of prox applies. */
  get config(): Config {
    return this.#config;
  }

  /** The same, with each process as it is defined now: a restart of it alone has read prox.yaml anew. */
  get definedNow(): Config {
    const views = this.#options.supervisor.views();
    return {
      ...this.#config,
      processes: views.flatMap(view => (view.kind === 'dependency' ? [] : [view.config])),
      dependencies: views.flatMap(view => (view.kind === 'dependency' ? [view.config] : [])),
    };
  }

  /** Epoch ms: since when `config` runs. */
  get loadedAt(): number {
    return this.#loadedAt;
  }

  /** One after the other. @throws ProxError CONFIG_INVALID, and then everything is as it was */
  async reload({dryRun = false}: {readonly dryRun?: boolean}): Promise<ReloadReport> {
    const report = this.#latest.then(async () => this.#reload(dryRun));
    this.#latest = report.catch(() => undefined); // who asked for that one is told
    return report;
  }

  async #reload(dryRun: boolean): Promise<ReloadReport> {
    const next = await this.#read(dryRun);
    const diff = diffConfig(this.definedNow, next);
    const report = toReport(diff, this.#idleNames());
    if (dryRun) return {...report, dryRun, failures: []};
    this.#take(next, diff);
    // Before what it leads to; a shutdown may cut that short.
    this.#options.report(reloadedEvent(report));
    const failures = await this.#apply(diff);
    return {...report, dryRun, failures};
  }

  async #read(isDryRun: boolean): Promise<Config> {
    try {
      return loadedConfig(await this.#options.readConfig());
    } catch (error) {
      if (error instanceof ProxError && !isDryRun) this.#options.report(invalidEvent(error));
      throw error;
    }
  }

  #take(next: Config, diff: ConfigDiff): void {
    const {supervisor, clock} = this.#options;
    const told = diffInWords(diff);
    if (told !== '') supervisor.say(`prox.yaml was reloaded: ${told}`);
    this.#config = runnable(next, this.#config);
    this.#loadedAt = clock.now();
  }

  async #apply(diff: ConfigDiff): Promise<readonly StopFailure[]> {
    const {supervisor, proxy} = this.#options;
    // First, so that whoever starts now finds the new names in its environment.
    proxy?.replaceConfigured(servicesOf(this.#config));
    const {added, removed, redefined, adjusted} = diff.processes;
    return supervisor.apply({
      next: this.#config,
      added,
      removed,
      redefined,
      adjusted,
      extraEnv: proxy === undefined ? {} : proxyEnv(proxy),
    });
  }

  /** Those that do not run, because somebody said so or nobody has started them. */
  #idleNames(): ReadonlySet<string> {
    const idle = this.#options.supervisor
      .views()
      .filter(view => view.kind !== 'dependency' && (view.isHeld || !view.wasStarted));
    return new Set(idle.map(({config}) => config.name));
  }
}

/** What only a new start of prox applies stays, so that the next reload finds it changed again. */
function runnable(next: Config, {api, logs, proxy, dormantProxy}: Config): Config {
  return {
    ...next,
    api,
    logs,
    proxy: proxy && {...proxy, services: servicesOf(next)},
    dormantProxy,
  };
}
