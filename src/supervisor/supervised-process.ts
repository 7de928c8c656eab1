import type {ProcessConfig} from '../config/config.ts';
import {ProxError} from '../core/errors.ts';
import {describeExit} from '../core/exit.ts';
import {UNCHECKED} from '../core/health.ts';
import {
  type Exit,
  type ProcessEffect,
  type ProcessEvent,
  type ProcessState,
  type Survivor,
  transition,
} from '../core/process-state.ts';
import {Run, type RunHost, type RunPlan} from './run.ts';
import type {RawExit} from './spawn.ts';
import {StateWaiters} from './state-waiters.ts';
import {notReaped} from './survivors.ts';
import {takenPortWarning} from './taken-port.ts';

export interface SupervisedProcessOptions {
  readonly config: ProcessConfig;
  readonly host: RunHost;
  /** Reads the definition (when `isFresh`, from the file as it is now) and the env files for the next run. */
  readonly makePlan: (config: ProcessConfig, options: {isFresh: boolean}) => Promise<RunPlan>;
  /** Called after every change of state or health. */
  readonly onChange: () => void;
}

/** What one look at a process shows. */
export interface ProcessView {
  /** Of the run, or else of the next one as far as is known. */
  readonly config: ProcessConfig;
  readonly state: ProcessState;
  readonly run: Run | undefined;
  readonly health: Run['health'];
  readonly restarts: number;
  /** It does not run because somebody said so. */
  readonly isHeld: boolean;
  /** What prox.yaml and its env files add to the environment, secrets and all. */
  readonly addedEnv: Readonly<Record<string, string>>;
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
  #config: ProcessConfig;
  #state: ProcessState = {status: 'stopped', exit: undefined};
  #plan: RunPlan | undefined;
  #run: Run | undefined;
  #restarts = 0;
  #restarting: Promise<void> | undefined;
  /** Resolves with what the last run left behind and could not be ended. */
  #sweeping: Promise<readonly Survivor[]> = Promise.resolve([]);
  #survivors: readonly Survivor[] = [];
  #isHeld = false;
  #isClosed = false;

  constructor({config, host, makePlan, onChange}: SupervisedProcessOptions) {
    this.name = config.name;
    this.#config = config;
    this.#host = host;
    this.#makePlan = makePlan;
    this.#onChange = onChange;
  }

  get view(): ProcessView {
    const isLive = this.#state.status === 'running' || this.#state.status === 'stopping';
    return {
      config: this.#config,
      state: this.#state,
      run: isLive ? this.#run : undefined,
      health: (isLive && this.#run?.health) || UNCHECKED,
      restarts: this.#restarts,
      isHeld: this.#isHeld,
      addedEnv: this.#plan?.addedEnv ?? this.#config.env,
    };
  }

  /** Resolves when the child runs. */
  async start(options: {isFresh: boolean}): Promise<void> {
    if (this.#state.status === 'running') throw this.#rejection('PROCESS_ALREADY_RUNNING');
    await this.#prepare(options);
    this.#wish('start');
    await this.#untilRunning();
  }

  /** Resolves when the new child runs. Those who ask while a restart is under way share it. */
  async restart(): Promise<void> {
    this.#restarting ??= this.#restart().finally(() => (this.#restarting = undefined));
    return this.#restarting;
  }

  /** Resolves when nothing of it is left. */
  async stop(): Promise<void> {
    this.#restarting = undefined;
    this.#wish('stop');
    this.#isHeld = true;
    await this.#until(({status}) => status !== 'stopping');
    this.#assertReaped(this.#survivors);
  }

  /** Stops whatever state it is in, and waits for what earlier runs left behind; no start is accepted any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const {status} = this.#state;
    const isNotReaped = status === 'crashed' && this.#state.cause.type === 'notReaped';
    if (isNotReaped || (status !== 'stopped' && status !== 'crashed')) await this.stop();
    this.#assertReaped(await this.#sweeping);
  }

  /** No more grace for stops, those under way and those to come. */
  killNow(): void {
    this.#force.abort();
  }

  async #restart(): Promise<void> {
    await this.#prepare({isFresh: true});
    const hasRun = this.#run !== undefined;
    this.#wish('restart');
    await this.#untilRunning();
    if (hasRun) this.#restarts += 1;
    this.#onChange();
  }

  /** A failure leaves everything as it is. */
  async #prepare(options: {isFresh: boolean}): Promise<void> {
    const plan = await this.#makePlan(this.#config, options);
    this.#isHeld = false;
    if (this.#isClosed) throw new ProxError('SHUTDOWN_IN_PROGRESS');
    this.#plan = plan;
    this.#config = plan.config;
  }

  async #untilRunning(): Promise<void> {
    const before = this.#run;
    await this.#until(({status}) => status !== 'starting' && status !== 'stopping');
    const state = this.#state;
    if (state.status === 'running' && this.#run !== before) return;
    this.#assertReaped(this.#survivors);
    if (state.status === 'crashed' && state.cause.type === 'spawnFailed') {
      throw new ProxError('SPAWN_FAILED', {detail: `${this.name}: ${state.cause.message}`});
    }
    if (state.status === 'stopped' && this.#run === before) {
      throw new ProxError('PROCESS_NOT_RUNNING', {detail: `${this.name} was stopped meanwhile`});
    }
  }

  #wish(type: 'start' | 'stop' | 'restart'): void {
    const rejection = this.#dispatch({type});
    if (rejection) throw this.#rejection(rejection);
  }

  #dispatch(event: ProcessEvent): Rejection | undefined {
    const {state, effects, rejection} = transition(this.#state, event);
    const hasChanged = state !== this.#state;
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    if (hasChanged) this.#announce();
    return rejection;
  }

  #perform(effect: ProcessEffect): void {
    switch (effect) {
      case 'spawn':
        void this.#spawn();
        return;
      case 'terminate':
        void this.#terminate();
        return;
      case 'sweep':
        this.#sweeping = this.#sweep();
        return;
    }
  }

  async #spawn(): Promise<void> {
    this.#survivors = await this.#sweeping;
    // A stop that came in the meantime is answered without a child.
    if (this.#state.status !== 'starting' || !this.#plan) {
      this.#dispatch({type: 'spawnFailed', message: 'stopped before it began'});
      return;
    }
    try {
      const warning = await takenPortWarning(this.#plan.config.port);
      if (warning !== undefined) this.#say(warning);
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
    const exit: Exit = {...raw, success};
    this.#dispatch({type: 'exited', pid: run.pid, exit});
    // The last lines first: the end is told after them.
    await run.drained;
    this.#say(`${wasAsked ? 'stopped' : success ? 'ended' : 'crashed'} (${describeExit(exit)})`);
  }

  async #terminate(): Promise<void> {
    const survivors = (await this.#run?.terminate(this.#force.signal)) ?? [];
    this.#survivors = survivors;
    for (const {pid, command} of survivors) this.#say(`pid ${pid} (${command}) outlived SIGKILL`);
    this.#dispatch({type: 'terminated', survivors});
  }

  async #sweep(): Promise<readonly Survivor[]> {
    return (await this.#run?.sweep(this.#force.signal)) ?? [];
  }

  #announce(): void {
    this.#waiters.notify(this.#state);
    this.#onChange();
  }

  async #until(isOver: (state: ProcessState) => boolean): Promise<void> {
    if (!isOver(this.#state)) await this.#waiters.until(isOver);
  }

  #assertReaped(survivors: readonly Survivor[]): void {
    if (survivors.length > 0) throw notReaped(this.name, survivors);
  }

  #rejection(code: Rejection): ProxError {
    return new ProxError(code, {detail: this.name});
  }

  #say(text: string): void {
    this.#host.log.say(this.name, `${this.name} ${text}`);
  }
}

type Rejection = NonNullable<ReturnType<typeof transition>['rejection']>;
