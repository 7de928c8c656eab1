import type {Clock, Timer} from '../../src/core/clock.ts';

/** Time that stands still until the test moves it. */
export class FakeClock implements Clock {
  readonly #epochMs: number;
  #elapsedMs = 0;
  #timers: PendingTimer[] = [];
  #waiters: Waiter[] = [];

  constructor(epochMs = Date.UTC(2026, 0, 1)) {
    this.#epochMs = epochMs;
  }

  now(): number {
    return this.#epochMs + this.#elapsedMs;
  }

  monotonic(): number {
    return this.#elapsedMs;
  }

  after(ms: number, callback: () => void): Timer {
    const timer: PendingTimer = {dueMs: this.#elapsedMs + ms, delayMs: ms, callback};
    this.#timers.push(timer);
    const woken = this.#waiters.filter(waiter => matches(timer, waiter.delayMs));
    this.#waiters = this.#waiters.filter(waiter => !woken.includes(waiter));
    for (const waiter of woken) waiter.resolve();
    return {cancel: () => this.#remove(timer)};
  }

  /** Runs everything that falls due, earliest first, also what is armed on the way. */
  advance(ms: number): void {
    const targetMs = this.#elapsedMs + ms;
    for (;;) {
      const timer = this.#earliest();
      if (!timer || timer.dueMs > targetMs) break;
      this.#remove(timer);
      this.#elapsedMs = Math.max(this.#elapsedMs, timer.dueMs);
      timer.callback();
    }
    this.#elapsedMs = targetMs;
  }

  /** Delays of the timers that are armed, in the order in which they were. */
  get armed(): readonly number[] {
    return this.#timers.map(timer => timer.delayMs);
  }

  /** Resolves when a timer (with `delayMs`: one of that delay) is armed, at once if one is. */
  async timerArmed(delayMs?: number): Promise<void> {
    if (this.#timers.some(timer => matches(timer, delayMs))) return;
    await new Promise<void>(resolve => this.#waiters.push({delayMs, resolve}));
  }

  #earliest(): PendingTimer | undefined {
    let earliest: PendingTimer | undefined;
    for (const timer of this.#timers) {
      if (!earliest || timer.dueMs < earliest.dueMs) earliest = timer;
    }
    return earliest;
  }

  #remove(timer: PendingTimer): void {
    this.#timers = this.#timers.filter(other => other !== timer);
  }
}

interface PendingTimer {
  readonly dueMs: number;
  readonly delayMs: number;
  readonly callback: () => void;
}

interface Waiter {
  readonly delayMs: number | undefined;
  readonly resolve: () => void;
}

function matches(timer: PendingTimer, delayMs: number | undefined): boolean {
  return delayMs === undefined || timer.delayMs === delayMs;
}
