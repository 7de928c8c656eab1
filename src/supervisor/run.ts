import type {ProcessConfig} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import {type HealthState, UNCHECKED} from '../core/health.ts';
import type {Survivor} from '../core/process-state.ts';
import type {ChildEnv} from './child-env.ts';
import type {ChildrenLedger} from './children-ledger.ts';
import type {Guardian} from './guardian.ts';
import {HealthChecker} from './health-checker.ts';
import {type HelperResult, runHelper} from './helper-command.ts';
import {LineSplitter} from './line-splitter.ts';
import type {LogStore} from './log-store.ts';
import type {PipeMaker} from './output-pipes.ts';
import {type ProcessTable, findProcess} from '../os/process-table.ts';
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
    const startTime = (await findProcess(child.pid))?.startTime ?? '';
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

  /** stop_cmd, stop_signal, grace period, SIGKILL (at once when `force` aborts). Resolves with what outlived it all. */
  async terminate(force: AbortSignal): Promise<readonly Survivor[]> {
    const {stopCmd, stopSignal, stopTimeoutMs} = this.plan.config;
    const {clock} = this.#host;
    await this.#checker?.stop();
    const deadline = clock.monotonic() + stopTimeoutMs;
    if (stopCmd !== undefined) await this.#runStopCmd(stopCmd, {force, deadline});
    return this.#end(stopSignal, {graceMs: Math.max(0, deadline - clock.monotonic()), force});
  }

  /** Ends what the child left behind when it ended by itself. */
  async sweep(force: AbortSignal): Promise<readonly Survivor[]> {
    await this.#checker?.stop();
    const left = await livingMembers(this.#host.table, this.#tree);
    if (left.length > 0) {
      const names = left.map(({pid, command}) => `${command} (pid ${pid})`).join(', ');
      this.#say(`ending what it left behind: ${names}`);
    }
    return this.#end('SIGTERM', {graceMs: this.plan.config.stopTimeoutMs, force});
  }

  async #end(
    signal: NodeJS.Signals,
    options: {graceMs: number; force: AbortSignal},
  ): Promise<readonly Survivor[]> {
    const {table, clock, guardian, ledger} = this.#host;
    const survivors = await terminateTree({
      ...options,
      tree: this.#tree,
      table,
      clock,
      signal,
      exited: this.exited,
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
        this.#health = state;
        onHealth();
      },
    });
    this.#checker = checker;
    void this.exited.then(async () => checker.stop());
  }

  /** Within the budget of the stop, and no longer than the child lives. */
  async #runStopCmd(
    cmd: string,
    {force, deadline}: {force: AbortSignal; deadline: number},
  ): Promise<void> {
    const {clock} = this.#host;
    const cut = new AbortController();
    const timer = clock.after(deadline - clock.monotonic(), () => cut.abort());
    void this.exited.then(() => cut.abort());
    try {
      const {output} = await this.#runHelper(cmd, AbortSignal.any([force, cut.signal]));
      if (output !== '') this.#say(`stop_cmd: ${output}`);
    } catch (error) {
      if (!(error instanceof ProxError)) throw error;
      this.#say(`stop_cmd: ${error.message}`);
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
    this.#host.log.say(name, `${name}: ${text}`);
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
