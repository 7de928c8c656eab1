import type {ProcessState} from '../core/process-state.ts';

interface Waiter {
  readonly isOver: (state: ProcessState) => boolean;
  readonly resolve: () => void;
}

/** Those who wait for a process to reach a state; each is woken once, at the first one that will do. */
export class StateWaiters {
  readonly #waiters = new Set<Waiter>();

  async until(isOver: Waiter['isOver']): Promise<void> {
    await new Promise<void>(resolve => this.#waiters.add({isOver, resolve}));
  }

  notify(state: ProcessState): void {
    for (const waiter of this.#waiters) {
      if (!waiter.isOver(state)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
