import {ProxError} from '../core/errors.ts';
import type {Survivor} from '../core/process-state.ts';

/** What the runs of a process left behind: being ended, or beyond prox's power. */
export class Remains {
  readonly #process: string;
  #survivors: readonly Survivor[] = [];
  #ending: Promise<void> = Promise.resolve();
  #isEnding = false;

  constructor(process: string) {
    this.#process = process;
  }

  get survivors(): readonly Survivor[] {
    return this.#survivors;
  }

  get isBeingEnded(): boolean {
    return this.#isEnding;
  }

  /** Resolves when nothing is being ended any more. */
  async settled(): Promise<void> {
    await this.#ending;
  }

  /** `ended` resolves with what could not be. */
  async await(ended: Promise<readonly Survivor[]>): Promise<readonly Survivor[]> {
    this.#isEnding = true;
    this.#ending = ended.then(survivors => {
      this.#isEnding = false;
      this.#survivors = survivors;
    });
    await this.#ending;
    return this.#survivors;
  }

  /** @throws ProxError PROCESS_NOT_REAPED (`details`: process, survivors) */
  assertNone(): void {
    if (this.#survivors.length === 0) return;
    const list = this.#survivors.map(({pid, command}) => `${command} (pid ${pid})`).join(', ');
    throw new ProxError('PROCESS_NOT_REAPED', {
      detail: `${this.#process}: still alive after SIGKILL: ${list}`,
      details: {process: this.#process, survivors: this.#survivors},
    });
  }
}
