import type {Clock} from '../../core/clock.ts';

/**
 * npm passes a Ctrl-C on to its child, which the terminal has already told: the second of such a pair
 * is no wish of anybody.
 */
const ECHO_MS = 300;

export interface SignalOptions {
  /** Those that ask prox to end. */
  readonly signals: readonly NodeJS.Signals[];
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
}

/** Hears the signals that ask prox to end: the first one, and whether a Ctrl-C comes after it. */
export class EndSignals {
  /** Resolves with the first signal. */
  readonly first: Promise<NodeJS.Signals>;
  readonly #options: SignalOptions;
  readonly #onSignal: (signal: NodeJS.Signals) => void;
  #announce: (signal: NodeJS.Signals) => void = () => undefined;
  #onImpatience: () => void = () => undefined;
  #firstAt: number | undefined;

  constructor(options: SignalOptions) {
    this.#options = options;
    this.first = new Promise(resolve => (this.#announce = resolve));
    this.#onSignal = signal => this.#hear(signal);
    for (const signal of options.signals) process.on(signal, this.#onSignal);
  }

  /** Calls `kill` on every Ctrl-C after the first signal. */
  onImpatience(kill: () => void): void {
    this.#onImpatience = kill;
  }

  /** From now on signals end this process as they would without us. */
  dispose(): void {
    for (const signal of this.#options.signals) process.off(signal, this.#onSignal);
  }

  #hear(signal: NodeJS.Signals): void {
    const {clock, env} = this.#options;
    const now = clock.monotonic();
    if (this.#firstAt === undefined) {
      this.#firstAt = now;
      this.#announce(signal);
      return;
    }
    const isEcho = env['npm_lifecycle_event'] !== undefined && now - this.#firstAt < ECHO_MS;
    if (signal === 'SIGINT' && !isEcho) this.#onImpatience();
  }
}
