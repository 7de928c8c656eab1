import type {ProcessConfig} from '../config/config.ts';
import {redactText} from '../config/redact.ts';
import {ProxError} from '../core/errors.ts';
import {formatDuration} from '../core/duration.ts';
import {describeHealthChange, type Health, type HealthState, UNCHECKED} from '../core/health.ts';
import type {Survivor} from '../core/process-state.ts';
import type {Child, RawExit} from './child.ts';
import type {ChildEnv} from './child-env.ts';
import {HealthChecker} from './health-checker.ts';
import {type HelperResult, runHelper} from './helper-command.ts';
import {LineSplitter} from './line-splitter.ts';
import type {ProcessRow} from '../os/process-table.ts';
import type {RunHost, RunObserver, StopPlan} from './run-host.ts';
import {livingMembers, type ProcessTree, signalProcess} from './process-tree.ts';
import {describeFailure} from './child-command.ts';
import {spawnChild} from './spawn.ts';
import {terminateTree} from './terminate.ts';

/** What one run is made from: the definition and environment as they are at its start. */
export interface RunPlan extends ChildEnv {
  readonly config: ProcessConfig;
}

/** One life of a child, from spawn until nothing of its tree is left. */
export class Run {
  readonly plan: RunPlan;
  readonly pid: number;
  /** Monotonic ms. */
  readonly startedAt: number;
  readonly exited: Promise<RawExit>;
  /** Everything it wrote is in the log, also a last line without a newline. */
  readonly drained: Promise<void>;
  /** Undefined without `tty: true`. */
  readonly terminal: Child['terminal'];
  /** Monotonic ms. */
  #endedAt: number | undefined;
  readonly #host: RunHost;
  readonly #tree: ProcessTree;
  #checker: HealthChecker | undefined;
  #health = UNCHECKED;
  /** Monotonic ms; the first and the last of the checks that say so, since it was last something else. */
  #healthy: {readonly since: number; readonly until: number} | undefined;

  /** @throws ProxError SPAWN_FAILED */
  static async start(plan: RunPlan, host: RunHost, observer: RunObserver): Promise<Run> {
    const sinceSeq = host.log.lastSeq;
    const {name, cmd, cwd, tty} = plan.config;
    let hasWritten = false;
    const stdout = splitter(name, 'stdout', host);
    const stderr = splitter(name, 'stderr', host);
    const child = await spawnChild({
      cmd,
      cwd,
      tty,
      env: plan.env,
      pipes: host.pipes,
      clock: host.clock,
      onOutput: (stream, chunk) => {
        (stream === 'stdout' ? stdout : stderr).push(chunk);
        if (!hasWritten) observer.onFirstOutput();
        hasWritten = true;
      },
    });
    observer.onSpawned();
    const drained = child.drained.then(() => {
      stdout.end();
      stderr.end();
    });
    const startTime = await startTimeOf(child, host);
    const run = new Run({plan, host, child, startTime, drained});
    run.#watchHealth(sinceSeq, observer);
    return run;
  }

  private constructor({plan, host, child, startTime, drained}: RunParts) {
    const {name} = plan.config;
    const {pid} = child;
    this.plan = plan;
    this.pid = pid;
    this.startedAt = host.clock.monotonic();
    this.exited = child.exited;
    this.terminal = child.terminal;
    this.drained = drained;
    void child.exited.then(() => (this.#endedAt = host.clock.monotonic()));
    this.#host = host;
    this.#tree = {pid, startTime, instance: host.instance, process: name};
    host.guardian.add(pid, startTime);
    host.ledger.add({process: name, pid, startTime});
    host.usage.add(this.#tree);
  }

  /** How long it has lasted, up to now or to its end. */
  get ageMs(): number {
    return (this.#endedAt ?? this.#host.clock.monotonic()) - this.startedAt;
  }

  get health(): HealthState {
    return this.#health;
  }

  /** For how long it has been as it should be: healthy, or without a healthcheck there. */
  get stableMs(): number {
    const now = this.#host.clock.monotonic();
    if (!this.plan.config.healthcheck) return now - this.startedAt;
    if (!this.#healthy) return 0;
    const {since, until} = this.#healthy;
    return (this.#health.consecutiveFailures === 0 ? now : until) - since;
  }

  /** To the child and its group. */
  signal(signal: NodeJS.Signals): void {
    signalProcess(-this.pid, signal);
  }

  /**
   * stop_cmd, stop_signal, grace period, SIGKILL (at once when `force` aborts). Resolves with what outlived
   * it all. stop_cmd and the signal have a `stop_timeout` each.
   */
  async terminate(how: StopPlan, force: AbortSignal): Promise<readonly Survivor[]> {
    const {stopSignal, stopTimeoutMs} = how;
    await this.#checker?.stop();
    await this.#runStopCmd(how, force);
    return this.#end(stopSignal, {graceMs: stopTimeoutMs, force});
  }

  /** Ends what the child left behind when it ended by itself. */
  async sweep(force: AbortSignal): Promise<readonly Survivor[]> {
    await this.#checker?.stop();
    const left = await livingMembers(this.#host.table, this.#tree);
    if (left.length > 0) {
      this.#say(`ends what it left behind: ${listNames(left)}`);
    }
    const {stopSignal, stopTimeoutMs} = this.plan.config;
    return this.#end(stopSignal, {graceMs: stopTimeoutMs, force});
  }

  async #end(
    signal: NodeJS.Signals,
    options: {graceMs: number; force: AbortSignal},
  ): Promise<readonly Survivor[]> {
    const {table, clock, guardian, ledger, usage} = this.#host;
    const startedAt = clock.monotonic();
    const survivors = await terminateTree({
      ...options,
      tree: this.#tree,
      table,
      clock,
      signal,
      exited: this.exited,
      onKill: members => {
        const elapsed = formatDuration(clock.monotonic() - startedAt);
        this.#say(`did not obey ${signal} for ${elapsed}, killed: ${listNames(members)}`);
      },
    });
    if (survivors.length > 0) return survivors;
    guardian.remove(this.pid);
    ledger.remove(this.pid);
    usage.remove(this.#tree);
    await this.drained;
    return [];
  }

  #watchHealth(sinceSeq: number, {onHealth, objection}: RunObserver): void {
    const {name, healthcheck} = this.plan.config;
    if (!healthcheck) return;
    const checker = new HealthChecker({
      process: name,
      config: healthcheck,
      clock: this.#host.clock,
      log: this.#host.log,
      sinceSeq,
      env: this.plan.env,
      runCommand: async (cmd, signal) => this.#runHelper(cmd, signal),
      objection,
      onChange: state => {
        const news = describeHealthChange(this.#health, state);
        if (news !== undefined) this.#say(news);
        const before = this.#health.health;
        this.#health = state;
        if (state.health === 'healthy' && state.consecutiveFailures === 0) this.#noteGood(before);
        onHealth(before === state.health ? 'same' : state.health);
      },
    });
    this.#checker = checker;
    void this.exited.then(async () => checker.stop());
  }

  #noteGood(before: Health): void {
    const now = this.#host.clock.monotonic();
    const since = before === 'healthy' ? (this.#healthy?.since ?? now) : now;
    this.#healthy = {since, until: now};
  }

  /** No longer than `stop_timeout`, and no longer than the child lives. */
  async #runStopCmd({stopCmd, stopTimeoutMs}: StopPlan, force: AbortSignal): Promise<void> {
    if (stopCmd === undefined) return;
    const cut = new AbortController();
    const timer = this.#host.clock.after(stopTimeoutMs, () => cut.abort());
    void this.exited.then(() => cut.abort());
    try {
      const {output} = await this.#runHelper(stopCmd, AbortSignal.any([force, cut.signal]));
      if (output !== '') this.#say(`runs stop_cmd: ${output}`);
    } catch (error) {
      if (!(error instanceof ProxError)) throw error;
      this.#say(`cannot run stop_cmd: ${error.message}`);
    }
    timer.cancel();
  }

  async #runHelper(cmd: string | readonly string[], signal: AbortSignal): Promise<HelperResult> {
    const {pipes, clock} = this.#host;
    const {cwd} = this.plan.config;
    return runHelper({cmd, cwd, env: this.plan.env, pipes, clock, signal});
  }

  #say(text: string): void {
    const {name} = this.plan.config;
    this.#host.log.say(name, redactText(`${name} ${text}`, this.plan.env));
  }
}

function listNames(rows: readonly ProcessRow[]): string {
  return rows.map(({pid, command}) => `${command} (pid ${pid})`).join(', ');
}

/** @throws ProxError SPAWN_FAILED when it cannot be told: nothing would be known of such a child */
async function startTimeOf({pid}: Child, {table}: RunHost): Promise<string> {
  try {
    return (await table.find(pid))?.startTime ?? '';
  } catch (error) {
    signalProcess(-pid, 'SIGKILL');
    throw new ProxError('SPAWN_FAILED', {detail: describeFailure(error, ''), cause: error});
  }
}

interface RunParts {
  readonly plan: RunPlan;
  readonly host: RunHost;
  readonly child: Child;
  readonly startTime: string;
  readonly drained: Promise<void>;
}

function splitter(process: string, stream: 'stdout' | 'stderr', host: RunHost): LineSplitter {
  return new LineSplitter({
    maxLineBytes: host.maxLineBytes,
    emit: lines => host.log.append(process, {...lines, stream}),
  });
}
