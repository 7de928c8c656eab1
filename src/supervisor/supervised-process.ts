import type {ProcessConfig} from '../config/config.ts';
import {ProxError} from '../core/errors.ts';
import type {ProcessStatus, Rejection} from '../core/process-state.ts';
import {Lifecycle} from './lifecycle.ts';
import type {LifecycleOptions} from './lifecycle-options.ts';
import type {ProcessView} from './process-view.ts';
import type {Run, RunPlan} from './run.ts';

export interface SupervisedProcessOptions extends LifecycleOptions {
  /** Starts what it needs and is not there. */
  readonly bringNeeded: (config: ProcessConfig) => void;
}

const ENDED: ReadonlySet<ProcessStatus> = new Set(['stopped', 'completed', 'crashed']);
/** A start has not come to its answer yet. */
const COMING: ReadonlySet<ProcessStatus> = new Set(['waiting', 'starting', 'stopping']);

/** What may be wished of one process, by any number of callers at once, and the answers they get. */
export class SupervisedProcess {
  readonly name: string;
  readonly #life: Lifecycle;
  readonly #options: SupervisedProcessOptions;
  #restarting: Promise<void> | undefined;
  /** Starts and restarts whose definition is being read. */
  #preparing = 0;
  /** Should have given way to another, which could not start in that moment. */
  #outdated: Run | undefined;
  /** How often a stop was asked for. */
  #stops = 0;
  #wasStarted = false;
  #isHeld = false;
  #isClosed = false;

  constructor(options: SupervisedProcessOptions) {
    this.name = options.config.name;
    this.#life = new Lifecycle(options);
    this.#options = options;
  }

  get view(): ProcessView {
    // In this order V8 copies ten times as fast, and every list of processes is made of these.
    return {
      wasStarted: this.#wasStarted,
      isHeld: this.#isHeld,
      isAsked: this.#preparing > 0,
      ...this.#life.view,
    };
  }

  /** Starts it as it is known. Resolves when it runs, has failed to, or waits for what it depends on. */
  async begin(): Promise<void> {
    if (this.#isClosed) return;
    this.#noteWish();
    this.#life.want();
    this.#life.dispatch({type: 'start'});
    await this.settled();
  }

  /** Resolves when the child runs. */
  async start(): Promise<void> {
    if (this.#life.state.status === 'running') throw this.#rejection('PROCESS_ALREADY_RUNNING');
    await this.#launch('start');
  }

  /** Resolves when the new child runs. Those who ask while its definition is being read share it. */
  async restart(): Promise<void> {
    if (this.#restarting && this.#preparing > 0) return this.#restarting;
    const restarting = this.#launch('restart').finally(() => {
      if (this.#restarting === restarting) this.#restarting = undefined;
    });
    this.#restarting = restarting;
    return restarting;
  }

  /** Resolves when nothing of it is left. Also calls off a start or restart that is being prepared. */
  async stop(): Promise<void> {
    const isCalledOff = this.#preparing > 0;
    const {remains} = this.#life.runs;
    this.#stops += 1;
    this.#restarting = undefined;
    const wasHeld = this.#isHeld;
    this.#isHeld = true; // before those who depend on it look at it
    const rejection = this.#life.dispatch({type: 'stop'});
    if (rejection && !isCalledOff && !remains.isBeingEnded) {
      this.#isHeld = wasHeld;
      throw this.#rejection(rejection);
    }
    await this.#life.until(({status}) => status !== 'stopping');
    await remains.settled();
    remains.assertNone();
  }

  /** No start is accepted any more, and none that is to come is made. */
  refuseStarts(): void {
    this.#isClosed = true;
    this.#life.retire();
  }

  /** Stops whatever state it is in, and waits for what earlier runs left behind. */
  async close(): Promise<void> {
    this.refuseStarts();
    const {state, restartDueAt} = this.#life.view;
    const {remains} = this.#life.runs;
    const isNotReaped = state.status === 'crashed' && state.cause.type === 'notReaped';
    const isAlive = !ENDED.has(state.status) || restartDueAt !== undefined;
    if (isNotReaped || isAlive) await this.stop();
    await remains.settled();
    remains.assertNone();
  }

  /** No more grace for stops, those under way and those to come. */
  killNow(): void {
    this.#life.runs.killNow();
  }

  /** What it depends on has changed. */
  recheck(): void {
    this.#life.dispatch({type: 'gateMoved'});
    const {config, run} = this.#life.view;
    const isOutdated = run !== undefined && run === this.#outdated;
    if (isOutdated && this.#options.gate(config).type === 'open') this.renew();
  }

  /** What it is made of has changed: it gets a new child, unless somebody has stopped it. */
  renew(): void {
    if (this.#isClosed || this.#isHeld || !this.#wasStarted) return;
    this.#life.want();
    const rejection = this.#life.restart({type: 'restart'});
    this.#outdated = rejection && this.#life.view.run;
  }

  /** Resolves when no start or stop is under way. */
  async settled(): Promise<void> {
    await this.#life.until(({status}) => status !== 'starting' && status !== 'stopping');
  }

  /** For its next run; what runs stays as it is. To be followed by `recheck`. */
  redefine(config: ProcessConfig): void {
    this.#life.redefine(config);
  }

  async #launch(type: 'start' | 'restart'): Promise<void> {
    const before = await this.#prepare(plan => this.#wish(type, plan));
    await this.#life.until(({status}) => !COMING.has(status));
    this.#assertLaunched(before);
  }

  /** A plan that cannot be made leaves everything as it is; a stop in the meantime is the later wish. */
  async #prepare<T>(act: (plan: RunPlan) => T): Promise<T> {
    const stops = this.#stops;
    this.#preparing += 1;
    try {
      const plan = await this.#options.makePlan(this.#life.view.config, {isFresh: true});
      this.#assertWanted(stops);
      this.#options.bringNeeded(plan.config);
      // What runs is not ended before it can start again.
      await this.#life.until(
        ({status}) => status !== 'running' || this.#options.gate(plan.config).type !== 'waiting',
      );
      this.#assertWanted(stops);
      return act(plan);
    } finally {
      this.#preparing -= 1;
      this.#options.onChange(); // others may have waited for what comes of it
    }
  }

  /** Returns the latest run as it was before. */
  #wish(type: 'start' | 'restart', plan: RunPlan): Run | undefined {
    const {status} = this.#life.state;
    if (type === 'start' && status === 'running') throw this.#rejection('PROCESS_ALREADY_RUNNING');
    this.#noteWish();
    // A start of what is just being started adds nothing: that has its own plan.
    if (type === 'restart' || status !== 'starting') this.#life.want(plan);
    const before = this.#life.runs.latest;
    const rejection =
      type === 'restart' && before !== undefined
        ? this.#life.restart({type})
        : this.#life.dispatch({type});
    if (!rejection) return before;
    this.#life.want(); // the plan will be old by then
    throw this.#rejection(rejection);
  }

  #assertLaunched(before: Run | undefined): void {
    const {state, runs} = this.#life;
    if (runs.latest !== before) return;
    runs.remains.assertNone();
    if (state.status === 'crashed' && state.cause.type === 'spawnFailed') {
      throw new ProxError('SPAWN_FAILED', {detail: `${this.name}: ${state.cause.message}`});
    }
    if (state.status === 'blocked') throw this.#blocked(state.reason);
    throw this.#overtaken();
  }

  #noteWish(): void {
    this.#isHeld = false;
    this.#wasStarted = true;
  }

  /** @throws ProxError when a stop or the end of prox is the later wish */
  #assertWanted(stops: number): void {
    if (this.#isClosed || this.#stops !== stops) throw this.#overtaken();
  }

  #overtaken(): ProxError {
    if (this.#isClosed) return new ProxError('SHUTDOWN_IN_PROGRESS');
    return new ProxError('PROCESS_NOT_RUNNING', {detail: `${this.name} was stopped meanwhile`});
  }

  #blocked(reason: string): ProxError {
    return new ProxError('SPAWN_FAILED', {
      detail: `${this.name} is blocked: ${reason}`,
      hint: `Run \`prox why ${this.name}\`.`,
    });
  }

  #rejection(code: Rejection): ProxError {
    const gate = this.#options.gate(this.#life.view.config);
    if (code === 'SPAWN_FAILED' && gate.type === 'blocked') return this.#blocked(gate.reason);
    return new ProxError(code, {detail: this.name});
  }
}
