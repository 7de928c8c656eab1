import type {DependencyConfig} from '../config/config.ts';
import {redactText} from '../config/redact.ts';
import {formatDuration} from '../core/duration.ts';
import {ProxError} from '../core/errors.ts';
import {describeHealthChange, nextHealth, UNCHECKED} from '../core/health.ts';
import {CheckLoop} from './check-loop.ts';
import {type DependencyHost, endStrays} from './dependency-check.ts';
import {HealthEvents} from './health-events.ts';
import {memberReport, type ReportOf} from './member-report.ts';
import type {ProbeResult} from './probes.ts';
import type {DependencyState, DependencyView} from './process-view.ts';
import {StartCommand} from './start-command.ts';
import {StartUpTimes} from './start-up-times.ts';

/** Between checks of what is there, unless the interval is longer. */
const MIN_WATCH_INTERVAL_MS = 10_000;
/** Failures in a row before what was there is unhealthy. */
const RETRIES = 3;

export interface OutsideDependencyOptions {
  readonly config: DependencyConfig;
  readonly host: DependencyHost;
  /** Of `check` and `start`, read anew at each call. @throws ProxError ENV_FILE_UNREADABLE */
  readonly env: () => Promise<Readonly<Record<string, string>>>;
  /** Gets what `start` writes, for as long as what it has started lives. Its folder is there. */
  readonly outputFile: string;
  /** Called after every change of status or health. */
  readonly onChange: () => void;
  /** Told once its time is up when it is to be taken for granted (`on_failure: warn`); nothing else says it. */
  readonly warn: (text: string) => void;
}

/**
 * Something outside prox that others wait for (docs/reference/config.md, `dependencies`): checked for as
 * long as prox runs, perhaps started once, and never stopped.
 */
export class OutsideDependency {
  readonly name: string;
  readonly #options: OutsideDependencyOptions;
  readonly #checks: CheckLoop;
  readonly #startUp = new StartUpTimes();
  /** Those who wait until it is no longer starting. */
  readonly #waiters = new Set<() => void>();
  #config: DependencyConfig;
  #state: DependencyState = {status: 'stopped'};
  #since: number;
  #health = UNCHECKED;
  readonly #report: ReportOf;
  readonly #healthEvents: HealthEvents;
  /** As it was last read. */
  #env: Readonly<Record<string, string>> = {};
  /** Of the present beginning. */
  #startedAt = 0;
  #hasBeenThere = false;
  #startCommand: StartCommand | undefined;
  #restarting: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: OutsideDependencyOptions) {
    this.name = options.config.name;
    this.#options = options;
    this.#config = options.config;
    this.#since = options.host.clock.now();
    const {report} = options.host;
    this.#report = memberReport({name: this.name, report, env: () => this.#env});
    this.#healthEvents = new HealthEvents(this.#report);
    this.#checks = new CheckLoop({
      host: options.host,
      env: async () => this.#readEnv(),
      pauseMs: () => this.#pauseMs,
      onResult: result => this.#record(result),
      onFirstFailure: async signal => this.#bringUp(signal),
      onTimeUp: () => this.#giveUp(),
    });
  }

  get view(): DependencyView {
    return {
      kind: 'dependency',
      config: this.#config,
      state: this.#state,
      since: this.#since,
      health: this.#health,
      startUp: this.#startUp.marks,
    };
  }

  /** Starts checking, if that has not been done yet. */
  begin(): void {
    if (!this.#checks.hasBegun) this.#checkAnew();
  }

  /**
   * As `restart`, unless it is there.
   * @throws ProxError PROCESS_ALREADY_RUNNING, SPAWN_FAILED, SHUTDOWN_IN_PROGRESS
   */
  async start(): Promise<void> {
    if (this.#state.status === 'running' && this.#health.health === 'healthy') {
      const hint = `\`prox restart ${this.name}\` checks anew.`;
      throw new ProxError('PROCESS_ALREADY_RUNNING', {detail: `${this.name} is there`, hint});
    }
    return this.restart();
  }

  /**
   * Checks anew from the beginning; those who ask meanwhile share it. A `start` that failed is run again, if need
   * be. Resolves when it is there, or taken for granted.
   * @throws ProxError SPAWN_FAILED, SHUTDOWN_IN_PROGRESS
   */
  async restart(): Promise<void> {
    this.#restarting ??= this.#restart().finally(() => (this.#restarting = undefined));
    return this.#restarting;
  }

  /** After a reload: what is new counts at once. Another `start` may be run, too. */
  redefine(config: DependencyConfig): void {
    this.#config = config;
    if (this.#checks.hasBegun) this.#checkAnew();
  }

  /** Resolves when nothing is checked any more and no check command is left. What `start` brought up stays. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#state.status === 'starting') this.#become({status: 'stopped'});
    await this.#checks.end();
    await endStrays(this.name, this.#options.host);
  }

  async #restart(): Promise<void> {
    if (this.#startCommand?.failure !== undefined) this.#startCommand = undefined;
    this.#checkAnew();
    while (this.#state.status === 'starting') {
      await new Promise<void>(resolve => this.#waiters.add(resolve));
    }
    if (this.#isClosed) throw new ProxError('SHUTDOWN_IN_PROGRESS');
    const state = this.#state;
    if (state.status !== 'crashed') return;
    throw new ProxError('SPAWN_FAILED', {detail: `${this.name}: ${state.reason}`});
  }

  #checkAnew(): void {
    if (this.#isClosed) return;
    this.#startedAt = this.#options.host.clock.monotonic();
    this.#startUp.asked(this.#startedAt);
    this.#hasBeenThere = false;
    this.#health = UNCHECKED;
    this.#become({status: 'starting'});
    this.#checks.begin(this.#config);
  }

  get #pauseMs(): number {
    const {intervalMs} = this.#config;
    return this.#hasBeenThere ? Math.max(intervalMs, MIN_WATCH_INTERVAL_MS) : intervalMs;
  }

  #record(result: ProbeResult): void {
    const before = this.#health;
    const outcome = {
      success: result.success,
      output: redactText(result.success ? result.output : result.problem, this.#env),
      at: this.#options.host.clock.now(),
      isStarting: !this.#hasBeenThere,
    };
    this.#health = nextHealth(before, outcome, RETRIES);
    if (result.success && !this.#hasBeenThere) return this.#welcome(before.lastOutput !== '');
    const news = describeHealthChange(before, this.#health);
    if (news === undefined) return;
    this.#say(news);
    this.#healthEvents.note(news, this.#health);
    this.#options.onChange();
  }

  /** It is there for the first time. */
  #welcome(wasMissing: boolean): void {
    const now = this.#options.host.clock.monotonic();
    this.#hasBeenThere = true;
    if (this.#config.check.type === 'tcp') this.#startUp.portOpen(now);
    this.#startUp.healthy(now);
    this.#startUp.ready(now);
    const news = wasMissing
      ? `is there, after ${formatDuration(now - this.#startedAt)}`
      : 'is there';
    this.#say(news);
    this.#healthEvents.note(news, this.#health);
    this.#become({status: 'running'});
  }

  /** Its time is up. The checks go on: it may be late. */
  #giveUp(): void {
    const {timeoutMs, onFailure} = this.#config;
    const problem = this.#health.lastOutput || 'the first check has not ended yet';
    const missing = `not there after ${formatDuration(timeoutMs)}: ${problem}`;
    const startFailure = this.#startCommand?.failure;
    const reason = startFailure === undefined ? missing : `${missing}; ${startFailure}`;
    void this.#startCommand?.showOutput();
    if (onFailure === 'fail') {
      this.#say(`is ${reason}`);
      this.#report('process.start_failed', `is ${reason}`, {reason});
      return this.#become({status: 'crashed', reason});
    }
    this.#health = {...this.#health, health: 'unhealthy', lastOutput: reason};
    this.#healthEvents.note(`is ${reason}`, this.#health);
    this.#startUp.ready(this.#options.host.clock.monotonic());
    this.#become({status: 'running'});
    this.#options.warn(`${this.name} is ${reason}; what needs it starts all the same`);
  }

  async #bringUp(signal: AbortSignal): Promise<void> {
    const {start, cwd} = this.#config;
    if (start === undefined || this.#startCommand?.cmd === start) return;
    const {name} = this;
    const env = async (): Promise<Readonly<Record<string, string>>> => this.#readEnv();
    const command = await StartCommand.run({...this.#options, env, name, cmd: start, cwd, signal});
    if (!command) return;
    this.#startCommand = command;
    if (command.failure === undefined) {
      this.#startUp.spawned(this.#options.host.clock.monotonic());
    }
  }

  #become(state: DependencyState): void {
    if (state.status !== this.#state.status) this.#since = this.#options.host.clock.now();
    this.#state = state;
    this.#options.onChange();
    if (state.status === 'starting') return;
    for (const resolve of this.#waiters) resolve();
    this.#waiters.clear();
  }

  async #readEnv(): Promise<Readonly<Record<string, string>>> {
    return (this.#env = await this.#options.env());
  }

  #say(text: string): void {
    this.#options.host.log.say(this.name, `${this.name} ${text}`);
  }
}
