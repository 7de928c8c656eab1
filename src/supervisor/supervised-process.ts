import type {ProcessConfig} from '../config/config.ts';
import {ProxError} from '../core/errors.ts';
import {describeExit} from '../core/exit.ts';
import {UNCHECKED} from '../core/health.ts';
import {
  type ProcessEffect,
  type ProcessEvent,
  type ProcessState,
  type Survivor,
  transition,
} from '../core/process-state.ts';
import {Remains} from './remains.ts';
import {Run, type RunHost, type RunPlan} from './run.ts';
import type {RawExit} from './spawn.ts';
import {StateWaiters} from './state-waiters.ts';
import type {ProcessView} from './process-view.ts';
import {takenPortWarning} from './taken-port.ts';

export interface SupervisedProcessOptions {
  readonly config: ProcessConfig;
  readonly host: RunHost;
  /** Reads the definition (when `isFresh`, from the file as it is now) and the env files for the next run. */
  readonly makePlan: (config: ProcessConfig, options: {isFresh: boolean}) => Promise<RunPlan>;
  /** Called after every change of state or health. */
  readonly onChange: () => void;
}

/** Interprets the effects of the state machine for one process, and answers those who wait for them. */
export class SupervisedProcess {
  readonly name: string;
  readonly #host: RunHost;
  readonly #makePlan: SupervisedProcessOptions['makePlan'];
  readonly #onChange: () => void;
  /** Aborted when there is no more grace for anybody. */
  readonly #force = new AbortController();
  readonly #waiters = new StateWaiters();
  readonly #remains: Remains;
  #config: ProcessConfig;
  #state: ProcessState = {status: 'stopped', exit: undefined};
  #plan: RunPlan | undefined;
  #run: Run | undefined;
  #restarts = 0;
  #portWarning: string | undefined;
  #restarting: Promise<void> | undefined;
  /** Starts and restarts whose definition is being read. */
  #preparing = 0;
  /** How often a stop was asked for. */
  #stops = 0;
  #isHeld = false;
  #isClosed = false;

  constructor({config, host, makePlan, onChange}: SupervisedProcessOptions) {
    this.name = config.name;
    this.#config = config;
    this.#remains = new Remains(config.name);
    this.#host = host;
    this.#makePlan = makePlan;
    this.#onChange = onChange;
  }

  get view(): ProcessView {
    const state = this.#state;
    const pid = state.status === 'running' || state.status === 'stopping' ? state.pid : undefined;
    const run = pid !== undefined && this.#run?.pid === pid ? this.#run : undefined;
    return {
      config: this.#config,
      state,
      run,
      health: run?.health ?? UNCHECKED,
      restarts: this.#restarts,
      wasStarted: this.#plan !== undefined,
      isHeld: this.#isHeld,
      portWarning: this.#portWarning,
      addedEnv: this.#plan?.addedEnv ?? this.#config.env,
    };
  }

  /** Resolves when the child runs. */
  async start(options: {isFresh: boolean}): Promise<void> {
    if (this.#state.status === 'running') throw this.#rejection('PROCESS_ALREADY_RUNNING');
    await this.#launch('start', options);
  }

  /** Resolves when the new child runs. Those who ask while a restart is under way share it. */
  async restart(): Promise<void> {
    if (this.#restarting) return this.#restarting;
    const restarting = this.#restart().finally(() => {
      if (this.#restarting === restarting) this.#restarting = undefined;
    });
    this.#restarting = restarting;
    return restarting;
  }

  /** Resolves when nothing of it is left. Also calls off a start or restart that is being prepared. */
  async stop(): Promise<void> {
    const isCalledOff = this.#preparing > 0;
    this.#stops += 1;
    this.#restarting = undefined;
    const rejection = this.#dispatch({type: 'stop'});
    if (rejection && !isCalledOff && !this.#remains.isBeingEnded) throw this.#rejection(rejection);
    this.#isHeld = true;
    if (rejection) await this.#remains.settled();
    else await this.#until(({status}) => status !== 'stopping');
    this.#remains.assertNone();
  }

  /** Stops whatever state it is in, and waits for what earlier runs left behind; no start is accepted any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const {status} = this.#state;
    const isNotReaped = status === 'crashed' && this.#state.cause.type === 'notReaped';
    if (isNotReaped || (status !== 'stopped' && status !== 'crashed')) await this.stop();
    await this.#remains.settled();
    this.#remains.assertNone();
  }

  /** No more grace for stops, those under way and those to come. */
  killNow(): void {
    this.#force.abort();
  }

  async #restart(): Promise<void> {
    const hasRun = this.#run !== undefined;
    await this.#launch('restart', {isFresh: true});
    if (hasRun) this.#restarts += 1;
    this.#onChange();
  }

  /** A plan that cannot be made leaves everything as it is; a stop in the meantime is the later wish. */
  async #launch(type: 'start' | 'restart', options: {isFresh: boolean}): Promise<void> {
    const stops = this.#stops;
    this.#preparing += 1;
    const plan = await this.#makePlan(this.#config, options).finally(() => (this.#preparing -= 1));
    if (this.#isClosed) throw new ProxError('SHUTDOWN_IN_PROGRESS');
    if (this.#stops !== stops) throw this.#overtaken();
    this.#plan = plan;
    this.#config = plan.config;
    this.#isHeld = false;
    const before = this.#run;
    const rejection = this.#dispatch({type});
    if (rejection) throw this.#rejection(rejection);
    await this.#until(({status}) => status !== 'starting' && status !== 'stopping');
    this.#assertLaunched(before);
  }

  #assertLaunched(before: Run | undefined): void {
    const state = this.#state;
    if (this.#run !== before) return;
    this.#remains.assertNone();
    if (state.status === 'crashed' && state.cause.type === 'spawnFailed') {
      throw new ProxError('SPAWN_FAILED', {detail: `${this.name}: ${state.cause.message}`});
    }
    throw this.#overtaken();
  }

  #dispatch(event: ProcessEvent): Rejection | undefined {
    const {state, effects, rejection} = transition(this.#state, event);
    const hasChanged = state !== this.#state;
    this.#state = state;
    for (const effect of effects) void this.#perform(effect);
    if (hasChanged) this.#announce();
    return rejection;
  }

  async #perform(effect: ProcessEffect): Promise<void> {
    switch (effect) {
      case 'spawn':
        return this.#spawn();
      case 'terminate':
        return this.#terminate();
      case 'sweep':
        return this.#sweep();
    }
  }

  async #spawn(): Promise<void> {
    await this.#remains.settled();
    if (this.#remains.survivors.length > 0) await this.#sweep();
    // A stop that came in the meantime is answered without a child; so is a start beside survivors.
    if (this.#state.status !== 'starting' || !this.#plan) {
      this.#dispatch({type: 'spawnFailed', message: 'stopped before it began'});
      return;
    }
    try {
      this.#portWarning = await takenPortWarning(this.#plan.config.port);
      if (this.#portWarning !== undefined) this.#say(this.#portWarning);
      const run = await Run.start(this.#plan, this.#host, () => this.#announce());
      this.#run = run;
      this.#say(`started (pid ${run.pid})`);
      this.#dispatch({type: 'spawned', pid: run.pid});
      void run.exited.then(async exit => this.#observeExit(run, exit));
    } catch (error) {
      if (!(error instanceof ProxError)) throw error;
      const reason = error.detail ?? error.message;
      this.#say(`crashed: ${reason}`);
      this.#dispatch({type: 'spawnFailed', message: reason});
    }
  }

  async #observeExit(run: Run, raw: RawExit): Promise<void> {
    const wasAsked = this.#state.status === 'stopping';
    const success = raw.code !== undefined && run.plan.config.successExitCodes.includes(raw.code);
    this.#dispatch({type: 'exited', pid: run.pid, exit: {...raw, success}});
    if (wasAsked) return;
    // The last lines first: the end is told after them.
    await run.drained;
    this.#say(`${success ? 'ended' : 'crashed'} (${describeExit(raw)})`);
  }

  async #terminate(): Promise<void> {
    const survivors = await this.#end(async run => run.terminate(this.#force.signal));
    if (survivors.length === 0) this.#say('stopped');
    this.#dispatch({type: 'terminated', survivors});
  }

  async #sweep(): Promise<void> {
    const survivors = await this.#end(async run => run.sweep(this.#force.signal));
    if (survivors.length > 0) this.#dispatch({type: 'terminated', survivors});
  }

  async #end(end: (run: Run) => Promise<readonly Survivor[]>): Promise<readonly Survivor[]> {
    const survivors = this.#run ? await this.#remains.await(end(this.#run)) : [];
    for (const {pid, command} of survivors) this.#say(`pid ${pid} (${command}) outlived SIGKILL`);
    return survivors;
  }

  #announce(): void {
    this.#waiters.notify(this.#state);
    this.#onChange();
  }

  async #until(isOver: (state: ProcessState) => boolean): Promise<void> {
    if (!isOver(this.#state)) await this.#waiters.until(isOver);
  }

  #overtaken(): ProxError {
    return new ProxError('PROCESS_NOT_RUNNING', {detail: `${this.name} was stopped meanwhile`});
  }

  #rejection(code: Rejection): ProxError {
    return new ProxError(code, {detail: this.name});
  }

  #say(text: string): void {
    this.#host.log.say(this.name, `${this.name} ${text}`);
  }
}

type Rejection = NonNullable<ReturnType<typeof transition>['rejection']>;
