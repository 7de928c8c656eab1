import type {LaunchedProx} from '../../daemon/launched-prox.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
type Relayed = (typeof SIGNALS)[number];

/** Hands the signals that end `prox up` on to the prox beside its screen. */
export class SignalRelay {
  /** Aborts when prox was asked to end. */
  readonly asked: AbortSignal;
  readonly #asking = new AbortController();
  readonly #prox: LaunchedProx;
  #first: Relayed | undefined;

  constructor(prox: LaunchedProx) {
    this.#prox = prox;
    this.asked = this.#asking.signal;
    for (const signal of SIGNALS) process.on(signal, this.pass);
  }

  /** The signal that prox was asked to end with first. */
  get first(): Relayed | undefined {
    return this.#first;
  }

  /** Asks prox to end, as if this signal had come; a second SIGINT is a second Ctrl-C. */
  readonly pass = (signal: Relayed): void => {
    this.#first ??= signal;
    // Alone it is not ended by the end of a terminal, which it does not have.
    this.#prox.signal(signal === 'SIGHUP' ? 'SIGTERM' : signal);
    this.#asking.abort();
  };

  /** From now on signals end this process as they would without us. */
  dispose(): void {
    for (const signal of SIGNALS) process.off(signal, this.pass);
  }
}
