import {pause, type Clock} from '../../core/clock.ts';
import type {ProcessWatch, TargetProcess} from '../process-watch.ts';
import type {Route} from '../routes/route.ts';

/** Requests that wait at the same time; none of them reads its body meanwhile, so that they stay small. */
const MAX_WAITING = 500;
/** How often a server that has been started is tried. */
const RETRY_MS = 100;

/** `gone`: the process has ended and will not come back by itself. */
export type Verdict = 'ready' | 'expired' | 'gone' | 'busy';

export interface HoldOptions {
  readonly processes: ProcessWatch;
  readonly clock: Clock;
  /** How long a request may wait; 0: not at all. */
  readonly holdMs: number;
}

/** Makes requests wait for a target that is starting or restarting. */
export class Hold {
  readonly holdMs: number;
  readonly #processes: ProcessWatch;
  readonly #clock: Clock;
  readonly #lookouts = new Map<Route, Lookout>();
  #waiting = 0;

  constructor({processes, clock, holdMs}: HoldOptions) {
    this.#processes = processes;
    this.#clock = clock;
    this.holdMs = holdMs;
  }

  /** Whether to wait before anything is sent. */
  isComing(route: Route): boolean {
    return this.#processOf(route)?.isComing === true;
  }

  /** Whether a target that has just refused is likely to listen soon: its process is young, and has not yet. */
  mayComeUp(route: Route): boolean {
    const process = this.#processOf(route);
    if (process === undefined || this.holdMs === 0) return false;
    if (process.isComing) return true;
    const {startedAt} = process;
    if (startedAt === undefined || this.#clock.monotonic() - startedAt > this.holdMs) return false;
    const {connectedAt} = route.target;
    return connectedAt === undefined || connectedAt < startedAt;
  }

  /** Resolves when the target takes connections, can no longer come, or `limitMs` or `signal` is over. */
  async wait(
    route: Route,
    {limitMs, signal}: {readonly limitMs: number; readonly signal: AbortSignal},
  ): Promise<Verdict> {
    if (limitMs === 0) return 'expired';
    if (this.#waiting >= MAX_WAITING) return 'busy';
    this.#waiting += 1;
    const done = new AbortController();
    const lookout = this.#join(route);
    try {
      const limit = pause(this.#clock, limitMs, AbortSignal.any([signal, done.signal]));
      return await Promise.race([lookout.verdict, limit.then((): Verdict => 'expired')]);
    } finally {
      done.abort();
      this.#waiting -= 1;
      this.#leave(route, lookout);
    }
  }

  /** One lookout serves all who wait for a route. */
  #join(route: Route): Lookout {
    const known = this.#lookouts.get(route);
    if (known !== undefined) {
      known.waiting += 1;
      return known;
    }
    const end = new AbortController();
    const lookout: Lookout = {waiting: 1, end, verdict: this.#look(route, end.signal)};
    this.#lookouts.set(route, lookout);
    return lookout;
  }

  #leave(route: Route, lookout: Lookout): void {
    lookout.waiting -= 1;
    if (lookout.waiting > 0) return;
    this.#lookouts.delete(route);
    lookout.end.abort();
  }

  async #look(route: Route, signal: AbortSignal): Promise<Verdict> {
    while (!signal.aborted) {
      const process = this.#processOf(route);
      if (process === undefined) return 'ready';
      if (!process.isComing) {
        if (process.startedAt === undefined) return 'gone';
        if (await route.target.accepts()) return 'ready';
      }
      await this.#untilChanged(signal);
    }
    return 'expired';
  }

  /** A server that begins to listen is no change that anybody tells. */
  async #untilChanged(signal: AbortSignal): Promise<void> {
    const round = new AbortController();
    const either = AbortSignal.any([signal, round.signal]);
    await Promise.race([this.#processes.changed(either), pause(this.#clock, RETRY_MS, either)]);
    round.abort();
  }

  #processOf({config}: Route): TargetProcess | undefined {
    return config.process === undefined ? undefined : this.#processes.process(config.process);
  }
}

interface Lookout {
  waiting: number;
  readonly end: AbortController;
  readonly verdict: Promise<Verdict>;
}
