import type {DependencyConfig} from '../config/config.ts';
import {pause} from '../core/clock.ts';
import {checkDependency, type CheckOptions} from './dependency-check.ts';
import type {ProbeResult} from './probes.ts';

/** How long one check may take. */
const MAX_CHECK_MS = 5000;

export interface CheckLoopOptions extends Omit<CheckOptions, 'signal' | 'limitMs'> {
  /** Asked after each check: until the next one. */
  readonly pauseMs: () => number;
  readonly onResult: (result: ProbeResult) => void;
  /** The first check of a beginning has failed; the next one waits for the answer. */
  readonly onFirstFailure: (signal: AbortSignal) => Promise<void>;
  /** No check has succeeded within `timeout` of the beginning. The checks go on. */
  readonly onTimeUp: () => void;
}

/** Checks a dependency again and again, never twice at once, until it is told to begin anew or to end. */
export class CheckLoop {
  readonly #options: CheckLoopOptions;
  /** Aborted: the present beginning is over. */
  #ended = new AbortController();
  #running: Promise<void> | undefined;

  constructor(options: CheckLoopOptions) {
    this.#options = options;
  }

  get hasBegun(): boolean {
    return this.#running !== undefined;
  }

  /** At once, or when nothing is left of the check that this cuts short. */
  begin(config: DependencyConfig): void {
    this.#ended.abort();
    const {signal} = (this.#ended = new AbortController());
    this.#running = Promise.resolve(this.#running).then(async () => this.#run(config, signal));
  }

  /** Resolves when nothing is left of the last check. */
  async end(): Promise<void> {
    this.#ended.abort();
    await this.#running;
  }

  async #run(config: DependencyConfig, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const {host, env, pauseMs, onResult, onFirstFailure, onTimeUp} = this.#options;
    const deadline = host.clock.after(config.timeoutMs, onTimeUp);
    signal.addEventListener('abort', () => deadline.cancel());
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      // The first leaves time for what follows its failure.
      const limitMs = isFirst ? Math.min(MAX_CHECK_MS, config.timeoutMs / 2) : MAX_CHECK_MS;
      const result = await checkDependency(config, {host, env, signal, limitMs});
      if (signal.aborted) return;
      if (result.success) deadline.cancel();
      onResult(result);
      if (isFirst && !result.success) await onFirstFailure(signal);
      await pause(host.clock, pauseMs(), signal);
    }
  }
}
