import type {StartUpMarks} from './process-view.ts';

type Step = Exclude<keyof StartUpMarks, 'askedAt' | 'spawnedAt'>;

const NOTHING_YET = {
  spawnedAt: undefined,
  firstLineAt: undefined,
  portOpenAt: undefined,
  healthyAt: undefined,
  readyAt: undefined,
} as const satisfies Omit<StartUpMarks, 'askedAt'>;

/**
 * The steps by which one process, task or dependency came up, in monotonic ms: those of the run that was
 * ready first. A start before that begins anew but for `askedAt`; one after it leaves no mark. Every mark
 * counts the first time only.
 */
export class StartUpTimes {
  #marks: StartUpMarks | undefined;
  /** The run that was ready first has a successor. */
  #isOver = false;

  /** Undefined while nobody has asked for a start. */
  get marks(): StartUpMarks | undefined {
    return this.#marks;
  }

  /** Somebody wants it to run; it may have to wait. */
  asked(at: number): void {
    this.#begin({...NOTHING_YET, askedAt: this.#marks?.askedAt ?? at});
  }

  /** Its child is there. Comes before the other marks of the run. */
  spawned(at: number): void {
    this.#begin({...NOTHING_YET, askedAt: this.#marks?.askedAt ?? at, spawnedAt: at});
  }

  firstLine(at: number): void {
    this.#mark('firstLineAt', at);
  }

  portOpen(at: number): void {
    this.#mark('portOpenAt', at);
  }

  healthy(at: number): void {
    this.#mark('healthyAt', at);
  }

  /** Those who wait for it may go on. Steps that the same run has yet to take are still marked. */
  ready(at: number): void {
    this.#mark('readyAt', at);
  }

  #begin(marks: StartUpMarks): void {
    this.#isOver ||= this.#marks?.readyAt !== undefined;
    if (!this.#isOver) this.#marks = marks;
  }

  #mark(step: Step, at: number): void {
    if (this.#isOver || !this.#marks || this.#marks[step] !== undefined) return;
    this.#marks = {...this.#marks, [step]: at};
  }
}
