import type {Clock, Timer} from '../core/clock.ts';
import {findListening} from '../os/listening-ports.ts';

const FIRST_DELAY_MS = 25;
const MAX_DELAY_MS = 1000;
/** As a share of the age of the youngest: what takes long is told less exactly. */
const DELAY_PER_AGE = 0.05;
/** As a multiple of what the last look took: the table may be long, and then a start is what matters. */
const DELAY_PER_COST = 10;
const MAX_DELAY_OF_COST_MS = 200;
const YOUNG_MS = 5000;
const GIVE_UP_MS = 5 * 60_000;

export interface PortWatchOptions {
  readonly clock: Clock;
  /** Which of the ports are listened on. */
  readonly listening?: (ports: readonly number[]) => Promise<ReadonlySet<number>>;
}

export interface WatchedPort {
  readonly port: number;
  /** Aborted when its child has ended. */
  readonly signal: AbortSignal;
  /** Called once, with monotonic ms; never when nobody listens within 5 minutes. */
  readonly onOpen: (at: number) => void;
}

interface Entry extends WatchedPort {
  readonly since: number;
}

/** Sees when the children begin to listen: one look for all of them, and none when there is nobody to look for. */
export class PortWatch {
  readonly #clock: Clock;
  readonly #listening: NonNullable<PortWatchOptions['listening']>;
  readonly #entries = new Set<Entry>();
  #next: {readonly timer: Timer; readonly dueAt: number} | undefined;
  #isLooking = false;

  constructor({clock, listening = findListening}: PortWatchOptions) {
    this.#clock = clock;
    this.#listening = listening;
  }

  /** From now on: who listens on the port already counts as this child. */
  watch(watched: WatchedPort): void {
    if (watched.signal.aborted) return;
    const entry = {...watched, since: this.#clock.monotonic()};
    this.#entries.add(entry);
    watched.signal.addEventListener('abort', () => this.#drop(entry), {once: true});
    this.#lookIn(FIRST_DELAY_MS);
  }

  #drop(entry: Entry): void {
    this.#entries.delete(entry);
    if (this.#entries.size > 0) return;
    this.#next?.timer.cancel();
    this.#next = undefined;
  }

  /** In place of a look that was to come later; one under way arms the next by itself. */
  #lookIn(ms: number): void {
    const dueAt = this.#clock.monotonic() + ms;
    if (this.#isLooking || (this.#next && this.#next.dueAt <= dueAt)) return;
    this.#next?.timer.cancel();
    this.#next = {timer: this.#clock.after(ms, () => void this.#look()), dueAt};
  }

  async #look(): Promise<void> {
    // Those that come while it looks are not to be taken for open by what was so before their start.
    const entries = [...this.#entries];
    const startedAt = this.#clock.monotonic();
    this.#next = undefined;
    this.#isLooking = true;
    const open = await this.#listening(entries.map(({port}) => port));
    this.#isLooking = false;
    const now = this.#clock.monotonic();
    for (const entry of entries) this.#settle(entry, {isOpen: open.has(entry.port), now});
    if (this.#entries.size > 0) this.#lookIn(this.#delay(now, now - startedAt));
  }

  #settle(entry: Entry, {isOpen, now}: {isOpen: boolean; now: number}): void {
    if (!this.#entries.has(entry)) return; // aborted meanwhile
    if (isOpen || now - entry.since >= GIVE_UP_MS) this.#drop(entry);
    if (isOpen) entry.onOpen(now);
  }

  #delay(now: number, costMs: number): number {
    const youngest = Math.max(...[...this.#entries].map(({since}) => since));
    const ageMs = now - youngest;
    const maxForCost = ageMs < YOUNG_MS ? MAX_DELAY_OF_COST_MS : MAX_DELAY_MS;
    const forCost = Math.min(costMs * DELAY_PER_COST, maxForCost);
    const wanted = Math.max(ageMs * DELAY_PER_AGE, forCost);
    return Math.min(MAX_DELAY_MS, Math.max(FIRST_DELAY_MS, wanted));
  }
}
