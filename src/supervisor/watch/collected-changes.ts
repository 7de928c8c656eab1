import {relative} from 'node:path';
import type {Clock, Timer} from '../../core/clock.ts';

export type ChangeKind = 'added' | 'changed' | 'removed';

/** What happened to a file, or to a watched folder as a whole. */
export interface FileChange {
  /** Absolute. */
  readonly path: string;
  readonly kind: ChangeKind;
}

export interface CollectedChangesOptions {
  readonly clock: Clock;
  /** How long nothing may have changed before what was collected is handed over. */
  readonly quietMs: number;
  readonly onQuiet: (changes: readonly FileChange[]) => void;
}

/** An edit touches files in bursts: collects until it is quiet, and hands over one change per path. */
export class CollectedChanges {
  readonly #options: CollectedChangesOptions;
  readonly #kinds = new Map<string, ChangeKind>();
  #firstAt = 0;
  #timer: Timer | undefined;

  constructor(options: CollectedChangesOptions) {
    this.#options = options;
  }

  add({path, kind}: FileChange): void {
    const {clock, quietMs} = this.#options;
    if (!this.#timer) this.#firstAt = clock.monotonic();
    const merged = merge(this.#kinds.get(path), kind);
    if (merged) this.#kinds.set(path, merged);
    else this.#kinds.delete(path);
    this.#timer?.cancel();
    const latestAt = this.#firstAt + patienceMs(quietMs);
    const waitMs = Math.max(0, Math.min(quietMs, latestAt - clock.monotonic()));
    this.#timer = clock.after(waitMs, () => this.#handOver());
  }

  /** Forgets what was collected. */
  clear(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#kinds.clear();
  }

  #handOver(): void {
    const changes = [...this.#kinds].map(([path, kind]) => ({path, kind}));
    this.clear();
    if (changes.length > 0) this.#options.onQuiet(changes);
  }
}

/** For people: `src/a.ts changed and 3 more`. */
export function describeChanges(changes: readonly FileChange[], projectDir: string): string {
  const [first] = changes;
  if (!first) return 'nothing changed';
  const others = changes.length > 1 ? ` and ${changes.length - 1} more` : '';
  return `${relative(projectDir, first.path)} ${first.kind}${others}`;
}

/** How long edits that never stop may postpone the end of the collection. */
function patienceMs(quietMs: number): number {
  return Math.max(10 * quietMs, 3000);
}

/** Undefined: a file came and went, as the temporary ones of editors do. */
function merge(before: ChangeKind | undefined, now: ChangeKind): ChangeKind | undefined {
  if (before === 'added') return now === 'removed' ? undefined : 'added';
  return before !== undefined && now === 'added' ? 'changed' : now;
}
