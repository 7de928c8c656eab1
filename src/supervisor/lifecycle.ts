import type {ProcessConfig} from '../config/config.ts';
import {formatDuration} from '../core/duration.ts';
import {ProxError} from '../core/errors.ts';
import {type Health, UNCHECKED} from '../core/health.ts';
import type {PortConflict} from '../core/process-report.ts';
import type {ProcessEffect, ProcessEvent, ProcessState, Rejection} from '../core/process-state.ts';
import {transition} from '../core/process-transition.ts';
import {STAY} from '../core/restart-policy.ts';
import type {LifecycleOptions} from './lifecycle-options.ts';
import {ProcessEvents} from './process-events.ts';
import type {ProcessView} from './process-view.ts';
import {Revival} from './revival.ts';
import type {Run, RunPlan} from './run.ts';
import type {RunHost} from './run-host.ts';
import {Runs} from './runs.ts';
import type {RawExit} from './child.ts';
import {hasChildToCome, isUp} from './standing.ts';
import {StartUpTimes} from './start-up-times.ts';
import {StateWaiters} from './state-waiters.ts';
import {findPortConflict} from './taken-port.ts';

/** The state of one process: performs what the machine decides, and tells it what happens. */
export class Lifecycle {
  readonly name: string;
  readonly runs: Runs;
  readonly #options: LifecycleOptions;
  readonly #host: RunHost;
  readonly #events: ProcessEvents;
  readonly #revival: Revival;
  readonly #startUp = new StartUpTimes();
  readonly #waiters = new StateWaiters();
  readonly #deeds: Readonly<Record<ProcessEffect, () => Promise<void>>> = {
    spawn: async () => this.#spawn(),
    terminate: async () => this.#terminate(),
    sweep: async () => this.#sweep(),
  };
  #config: ProcessConfig;
  #state: ProcessState = {status: 'stopped', exit: undefined, verdict: STAY};
  #since: number;
  /** Of a start that has been asked for, until it spawns. */
  #nextPlan: RunPlan | undefined;
  #plan: RunPlan | undefined;
  #lastGoodPlan: RunPlan | undefined;
  #restarts = 0;
  #portConflict: PortConflict | undefined;

  constructor(options: LifecycleOptions) {
    const {config, host} = options;
    this.name = config.name;
    this.#options = options;
    this.#host = host;
    this.#config = config;
    this.#since = host.clock.now();
    this.runs = new Runs(config.name, host);
    this.#events = new ProcessEvents(config.name, host);
    this.#revival = new Revival(host.clock, () => void this.restart({type: 'restartDue'}));
  }

  get state(): ProcessState {
    return this.#state;
  }

  get view(): Omit<ProcessView, 'wasStarted' | 'isHeld' | 'isAsked'> {
    const state = this.#state;
    const pid = 'pid' in state ? state.pid : undefined;
    const {latest} = this.runs;
    const run = pid !== undefined && latest?.pid === pid ? latest : undefined;
    return {
      kind: this.#config.kind,
      config: this.#config,
      state,
      since: this.#since,
      run,
      health: run?.health ?? UNCHECKED,
      restarts: this.#restarts,
      givenUpAfter: this.#revival.givenUpAfter,
      ranForMs: latest?.ageMs,
      restartDueAt: this.#revival.dueAt,
      portConflict: this.#portConflict,
      addedEnv: this.#plan?.addedEnv ?? this.#config.env,
      plan: this.#plan,
      lastGoodPlan: this.#lastGoodPlan,
      startUp: this.#startUp.marks,
    };
  }

  /** Somebody wants it to run, as it is known or by a plan that has just been made. */
  want(plan?: RunPlan): void {
    if (plan !== undefined) this.#config = plan.config;
    this.#nextPlan = plan;
    this.#revival.forgive();
    this.#startUp.asked(this.#host.clock.monotonic());
  }

  /** For its next run. To be followed by `recheck`, when all are redefined that are to be. */
  redefine(config: ProcessConfig): void {
    this.#config = config;
    this.#nextPlan = undefined;
  }

  dispatch(event: ProcessEvent): Rejection | undefined {
    const before = this.#state;
    const {state, effects, rejection} = transition(before, event, this.#options.gate(this.#config));
    this.#state = state;
    if (state.status !== before.status) {
      this.#since = this.#host.clock.now();
      this.#events.entered(state);
    }
    // What it was made from may be old when the wait is over.
    if (state.status === 'waiting' || state.status === 'blocked') this.#nextPlan = undefined;
    this.#revival.follow(state);
    for (const effect of effects) void this.#deeds[effect]();
    if (state !== before) this.#announce();
    else if (event.type === 'gateMoved') this.#waiters.notify(state);
    return rejection;
  }

  /** No child is to come any more: what it waits for is in vain, and a restart is called off. */
  retire(): void {
    this.#revival.retire();
    if (hasChildToCome(this.#state)) this.dispatch({type: 'stop'});
  }

  /** Counts, unless a child was to come in any case. */
  restart(event: {readonly type: 'restart' | 'restartDue'}): Rejection | undefined {
    const before = this.#state;
    const rejection = this.dispatch(event);
    if (rejection) this.#events.say('runs on as it is, for it could not start again now');
    const wasComing = before.status === 'stopping' && before.next === 'starting';
    if (this.#state === before || before.status === 'starting' || wasComing) return rejection;
    this.#restarts += 1;
    this.#events.restarting();
    this.#options.onChange();
    return undefined;
  }

  /** Resolves when the state is so. */
  async until(isOver: (state: ProcessState) => boolean): Promise<void> {
    if (!isOver(this.#state)) await this.#waiters.until(isOver);
  }

  async #spawn(): Promise<void> {
    const asked = this.#state;
    const survivors = await this.runs.clear();
    if (survivors.length > 0) this.dispatch({type: 'terminated', survivors});
    // A stop that came in the meantime is answered without a child; so is a start beside survivors.
    if (this.#state !== asked) {
      if (this.#state.status === 'starting') return; // a later spawn will answer
      return void this.dispatch({type: 'spawnFailed', message: 'stopped early', verdict: STAY});
    }
    try {
      const run = await this.#startRun();
      this.#events.started(run.pid);
      this.dispatch({type: 'spawned', pid: run.pid});
      void run.exited.then(exit => this.#observeExit(run, exit));
    } catch (error) {
      if (!(error instanceof ProxError)) throw error;
      this.#failToSpawn(error);
    }
  }

  async #startRun(): Promise<Run> {
    const planned = this.#nextPlan;
    this.#nextPlan = undefined; // one that is made from here on is for the next run
    const plan = planned ?? (await this.#options.makePlan(this.#config, {isFresh: false}));
    const {port, timeoutMs = 0} = plan.config;
    const {clock} = this.#host;
    this.#plan = plan;
    this.#portConflict = port === undefined ? undefined : await findPortConflict(port);
    if (this.#portConflict) this.#events.portTaken(this.#portConflict);
    this.#events.spawning(plan);
    return this.runs.start(plan, {
      portConflict: this.#portConflict,
      onSpawned: () => this.#startUp.spawned(clock.monotonic()),
      onFirstOutput: () => this.#startUp.firstLine(clock.monotonic()),
      onPortOpen: at => this.#startUp.portOpen(at),
      onHealth: change => this.#observeHealth(change),
      onTimeUp: pid => {
        this.#events.say(`has not ended within ${formatDuration(timeoutMs)}, and is stopped`);
        this.dispatch({type: 'timedOut', pid});
      },
    });
  }

  #failToSpawn(error: ProxError): void {
    const message = error.code === 'SPAWN_FAILED' ? (error.detail ?? '') : error.message;
    const wasAsked = this.#state.status === 'stopping';
    const life = {success: false, stableMs: 0};
    const verdict = wasAsked ? STAY : this.#revival.judge(this.#config.restart, life);
    this.#events.failedToStart(message, verdict);
    this.dispatch({type: 'spawnFailed', message, verdict});
  }

  #observeExit(run: Run, raw: RawExit): void {
    const {kind} = run.plan.config;
    const {restart, successExitCodes} = this.#config; // a reload changes them without a new run
    const wasAsked = this.#state.status === 'stopping';
    const success = raw.code !== undefined && successExitCodes.includes(raw.code);
    const life = {success, stableMs: run.stableMs};
    const verdict = wasAsked ? STAY : this.#revival.judge(restart, life);
    // What was well until somebody stopped it was good, however short.
    const goodMs = wasAsked ? 1 : restart.resetAfterMs;
    if (success || life.stableMs >= goodMs) this.#lastGoodPlan = run.plan;
    const exit = {...raw, success};
    if (!wasAsked) this.#events.ended(run, {...exit, kind, verdict});
    this.dispatch({type: 'exited', pid: run.pid, exit, completes: kind === 'task', verdict});
  }

  #observeHealth(change: Health | 'same'): void {
    if (change === 'healthy') this.#startUp.healthy(this.#host.clock.monotonic());
    this.#events.checked(change, this.runs.latest);
    this.#announce();
    if (change === 'unhealthy') this.#restartUnhealthy();
  }

  #restartUnhealthy(): void {
    const {run, state} = this.view;
    const {healthcheck, restart} = this.#config;
    if (!run || state.status !== 'running' || healthcheck?.onUnhealthy !== 'restart') return;
    const verdict = this.#revival.spend(restart, run.stableMs);
    if (verdict.type === 'stay') return;
    if (verdict.type === 'giveUp') return this.#events.givenUpUnhealthy(verdict.restarts);
    this.#events.say('restarts, for it is unhealthy');
    this.restart({type: 'restart'});
  }

  async #terminate(): Promise<void> {
    const survivors = await this.runs.terminate(this.#config);
    this.#events.terminated(this.runs.latest, this.#state, survivors);
    this.dispatch({type: 'terminated', survivors});
  }

  async #sweep(): Promise<void> {
    const survivors = await this.runs.sweep();
    if (survivors.length > 0) this.dispatch({type: 'terminated', survivors});
  }

  #announce(): void {
    if (isUp(this.view)) this.#startUp.ready(this.#host.clock.monotonic());
    this.#waiters.notify(this.#state);
    this.#options.onChange();
  }
}
