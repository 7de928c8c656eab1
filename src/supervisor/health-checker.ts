import type {ActiveProbe, HealthcheckConfig} from '../config/config.ts';
import {redactText} from '../config/redact.ts';
import {type Clock, pause} from '../core/clock.ts';
import {type HealthState, nextHealth, type ProbeOutcome, UNCHECKED} from '../core/health.ts';
import {linePattern} from './log-filter.ts';
import type {LogStore} from './log-store.ts';
import {type ProbeOptions, type ProbeResult, runProbe} from './probes.ts';

export interface HealthCheckerOptions extends Pick<ProbeOptions, 'runCommand'> {
  readonly process: string;
  readonly config: HealthcheckConfig;
  readonly clock: Clock;
  readonly log: LogStore;
  /** The run was started after this entry of the log. */
  readonly sinceSeq: number;
  /** Of the run: its secret values must not get into the state. */
  readonly env: Readonly<Record<string, string>>;
  /** Asked after a check that has succeeded: why it says nothing of the process, if so. */
  readonly objection?: (() => Promise<string | undefined>) | undefined;
  readonly onChange: (state: HealthState) => void;
}

/** Watches the health of one run, from its start until `stop`. Probes never overlap. */
export class HealthChecker {
  readonly #options: HealthCheckerOptions;
  readonly #ended = new AbortController();
  readonly #startedAt: number;
  readonly #loop: Promise<void>;
  #state = UNCHECKED;

  constructor(options: HealthCheckerOptions) {
    this.#options = options;
    this.#startedAt = options.clock.monotonic();
    const {probe} = options.config;
    this.#loop = probe.type === 'log' ? this.#awaitLine(probe.pattern) : this.#poll(probe);
  }

  /** Resolves when no probe runs any more and nothing of one is left. */
  async stop(): Promise<void> {
    this.#ended.abort();
    await this.#loop;
  }

  async #poll(probe: ActiveProbe): Promise<void> {
    const {clock, config} = this.#options;
    const {signal} = this.#ended;
    while (!signal.aborted) {
      await pause(clock, this.#isStarting ? config.startIntervalMs : config.intervalMs, signal);
      if (signal.aborted) return;
      const isStarting = this.#isStarting;
      const result = await this.#probe(probe);
      if (!signal.aborted) this.#record({...result, at: clock.now(), isStarting});
    }
  }

  /** Not yet known to be up, and still within `start_period`. */
  get #isStarting(): boolean {
    const {clock, config} = this.#options;
    const age = clock.monotonic() - this.#startedAt;
    return this.#state.health === 'unknown' && age < config.startPeriodMs;
  }

  async #probe(probe: ActiveProbe): Promise<ProbeResult> {
    const {clock, config, runCommand, objection} = this.#options;
    const {signal} = this.#ended;
    const result = await runProbe(probe, {clock, timeoutMs: config.timeoutMs, signal, runCommand});
    const problem = result.success ? await objection?.() : undefined;
    return problem === undefined ? result : {success: false, output: problem, problem};
  }

  async #awaitLine(pattern: string): Promise<void> {
    const {process, log, sinceSeq, clock} = this.#options;
    const matches = linePattern(pattern);
    const filter = {process: [process], stream: ['stdout', 'stderr'] as const, sinceSeq};
    for await (const {entries} of log.follow(filter, this.#ended.signal)) {
      const entry = entries.find(({line}) => matches(line));
      if (!entry) continue;
      this.#record({success: true, output: entry.line, at: clock.now(), isStarting: false});
      return;
    }
  }

  #record(outcome: ProbeOutcome): void {
    const {config, env, onChange} = this.#options;
    const shown = {...outcome, output: redactText(outcome.output, env)};
    this.#state = nextHealth(this.#state, shown, config.retries);
    onChange(this.#state);
  }
}
