import type {Clock, Timer} from '../core/clock.ts';
import {
  type EndedLife,
  judge,
  type Judgement,
  type RestartPolicy,
  spend,
  STAY,
  type Verdict,
} from '../core/restart-policy.ts';
import type {ProcessState} from '../core/process-state.ts';

/** Keeps count of the restarts that prox itself decides on, and waits until one is due. */
export class Revival {
  readonly #clock: Clock;
  readonly #onDue: () => void;
  #isRetired = false;
  /** Without a stable life in between. */
  #inARow = 0;
  #givenUpAfter: number | undefined;
  #pending:
    | {readonly state: ProcessState; readonly dueAt: number; readonly timer: Timer}
    | undefined;

  constructor(clock: Clock, onDue: () => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  /** Monotonic ms; undefined when no restart is due. */
  get dueAt(): number | undefined {
    return this.#pending?.dueAt;
  }

  /** So many restarts in a row were made when no further one was granted; undefined: that is not so. */
  get givenUpAfter(): number | undefined {
    return this.#givenUpAfter;
  }

  /** After the end of a run that nobody asked for. */
  judge(policy: RestartPolicy, life: EndedLife): Verdict {
    if (this.#isRetired) return STAY;
    return this.#keep(judge(policy, this.#inARow, life));
  }

  /** One more restart, of a child that lives but should not go on. */
  spend(policy: RestartPolicy, stableMs: number): Verdict {
    if (this.#isRetired) return STAY;
    return this.#keep(spend(policy, this.#inARow, stableMs));
  }

  /** Somebody has started it, or changed it: the count begins anew. */
  forgive(): void {
    this.#inARow = 0;
    this.#givenUpAfter = undefined;
  }

  /** There are to be no more of them. */
  retire(): void {
    this.#isRetired = true;
  }

  #keep({verdict, restarts}: Judgement): Verdict {
    this.#inARow = restarts;
    this.#givenUpAfter = verdict.type === 'giveUp' ? verdict.restarts : undefined;
    return verdict;
  }

  /** The restart that the state speaks of is waited for, and no other. */
  follow(state: ProcessState): void {
    if (this.#pending?.state === state) return;
    this.#pending?.timer.cancel();
    this.#pending = undefined;
    if (!('verdict' in state) || state.verdict.type !== 'restart') return;
    const {inMs} = state.verdict;
    const timer = this.#clock.after(inMs, this.#onDue);
    this.#pending = {state, dueAt: this.#clock.monotonic() + inMs, timer};
  }
}
