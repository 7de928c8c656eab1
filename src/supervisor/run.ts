import type {ProcessConfig} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import {formatDuration} from '../core/duration.ts';
import {describeHealthChange, type HealthState, UNCHECKED} from '../core/health.ts';
import type {Survivor} from '../core/process-state.ts';
import type {ChildEnv} from './child-env.ts';
import type {ChildrenLedger} from './children-ledger.ts';
import type {Guardian} from './guardian.ts';
import {HealthChecker} from './health-checker.ts';
import {type HelperResult, runHelper} from './helper-command.ts';
import {LineSplitter} from './line-splitter.ts';
import type {LogStore} from './log-store.ts';
import type {PipeMaker} from './output-pipes.ts';
import type {ProcessRow, ProcessTable} from '../os/process-table.ts';
import {livingMembers, type ProcessTree} from './process-tree.ts';
import {type Child, type RawExit, spawnChild} from './spawn.ts';
import {terminateTree} from './terminate.ts';

/** What all runs of one supervisor share. */
export interface RunHost {
  readonly instance: string;
  readonly clock: Clock;
  readonly log: LogStore;
  readonly table: ProcessTable;
  readonly pipes: PipeMaker;
  readonly guardian: Guardian;
  readonly ledger: ChildrenLedger;
  readonly maxLineBytes: number;
}

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
  readonly #host: RunHost;
  readonly #tree: ProcessTree;
  #checker: HealthChecker | undefined;
  #health = UNCHECKED;

  /** @throws ProxError SPAWN_FAILED */
  static async start(plan: RunPlan, host: RunHost, onHealth: () => void): Promise<Run> {
    const sinceSeq = host.log.lastSeq;
    const {name, cmd, cwd} = plan.config;
    const stdout = splitter(name, 'stdout', host);
    const stderr = splitter(name, 'stderr', host);
    const child = await spawnChild({
      cmd,
      cwd,
      env: plan.env,
      pipes: host.pipes,
      clock: host.clock,
      onOutput: (stream, chunk) => (stream === 'stdout' ? stdout : stderr).push(chunk),
    });
    const drained = child.drained.then(() => {
      stdout.end();
      stderr.end();
    });
    const startTime = (await host.table.find(child.pid))?.startTime ?? '';
    const run = new Run({plan, host, child, startTime, drained});
    run.#watchHealth(sinceSeq, onHealth);
    return run;
  }

  private constructor({plan, host, child, startTime, drained}: RunParts) {
    const {name} = plan.config;
    const {pid} = child;
    this.plan = plan;
    this.pid = pid;
    this.startedAt = host.clock.monotonic();
    this.exited = child.exited;
    this.drained = drained;
    this.#host = host;
    this.#tree = {pid, startTime, instance: host.instance, process: name};
    host.guardian.add(pid, startTime);
    host.ledger.add({process: name, pid, startTime});
  }

  get health(): HealthState {
    return this.#health;
  }

  /**
   * stop_cmd, stop_signal, grace period, SIGKILL (at once when `force` aborts). Resolves with what outlived
   * it all. stop_cmd and the signal have a `stop_timeout` each.
   */
  async terminate(force: AbortSignal): Promise<readonly Survivor[]> {
    const {stopCmd, stopSignal, stopTimeoutMs} = this.plan.config;
    await this.#checker?.stop();
    if (stopCmd !== undefined) await this.#runStopCmd(stopCmd, force);
    return this.#end(stopSignal, {graceMs: stopTimeoutMs, force});
  }

  /** Ends what the child left behind when it ended by itself. */
  async sweep(force: AbortSignal): Promise<readonly Survivor[]> {
    await this.#checker?.stop();
    const left = await livingMembers(this.#host.table, this.#tree);
    if (left.length > 0) {
      this.#say(`ends what it left behind: ${listNames(left)}`);
    }
    return this.#end('SIGTERM', {graceMs: this.plan.config.stopTimeoutMs, force});
  }

  async #end(
    signal: NodeJS.Signals,
    options: {graceMs: number; force: AbortSignal},
  ): Promise<readonly Survivor[]> {
    const {table, clock, guardian, ledger} = this.#host;
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
    await this.drained;
    return [];
  }

  #watchHealth(sinceSeq: number, onHealth: () => void): void {
    const {name, healthcheck} = this.plan.config;
    if (!healthcheck) return;
    const checker = new HealthChecker({
      process: name,
      config: healthcheck,
      clock: this.#host.clock,
      log: this.#host.log,
      sinceSeq,
      runCommand: async (cmd, signal) => this.#runHelper(cmd, signal),
      onChange: state => {
        const news = describeHealthChange(this.#health, state);
        if (news !== undefined) this.#say(news);
        this.#health = state;
        onHealth();
      },
    });
    this.#checker = checker;
    void this.exited.then(async () => checker.stop());
  }

  /** No longer than `stop_timeout`, and no longer than the child lives. */
  async #runStopCmd(cmd: string, force: AbortSignal): Promise<void> {
    const cut = new AbortController();
    const timer = this.#host.clock.after(this.plan.config.stopTimeoutMs, () => cut.abort());
    void this.exited.then(() => cut.abort());
    try {
      const {output} = await this.#runHelper(cmd, AbortSignal.any([force, cut.signal]));
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
    this.#host.log.say(name, `${name} ${text}`);
  }
}

function listNames(rows: readonly ProcessRow[]): string {
  return rows.map(({pid, command}) => `${command} (pid ${pid})`).join(', ');
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
