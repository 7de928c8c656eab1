import type {ProcessStatus} from '../core/process-state.ts';
import type {ProcessView} from './process-view.ts';

interface Seen {
  readonly status: ProcessStatus;
  readonly restarts: number;
}

/** How often processes and tasks have crashed and been restarted since prox is up, also those that are gone since. */
export class Tally {
  readonly #seen = new Map<string, Seen>();
  #crashes = 0;
  #restarts = 0;

  get crashes(): number {
    return this.#crashes;
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** To be called on every change of one. */
  note({
    config,
    state: {status},
    restarts,
  }: Pick<ProcessView, 'config' | 'state' | 'restarts'>): void {
    const before = this.#seen.get(config.name);
    if (status === 'crashed' && before?.status !== 'crashed') this.#crashes += 1;
    // One that was removed and has come back counts from zero.
    this.#restarts += Math.max(0, restarts - (before?.restarts ?? 0));
    this.#seen.set(config.name, {status, restarts});
  }
}
