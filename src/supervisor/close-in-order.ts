import {type Edges, waves} from '../core/dependency-graph.ts';

export interface OrderedClose {
  readonly names: readonly string[];
  /** By whom each is needed: those go first. */
  readonly dependents: Edges;
  /** Aborted: all at once. */
  readonly force: AbortSignal;
}

/**
 * Closes everything in reverse order of dependency; what does not depend on each other at the same time.
 * Who needs each other by definitions of different age go together.
 */
export async function closeInOrder<T>(
  {names, dependents, force}: OrderedClose,
  close: (name: string) => Promise<T>,
): Promise<readonly T[]> {
  const done = new AbortController();
  const order = waves(names, dependents);
  // A single wave waits for nobody, and any number of such calls may be under way.
  const forced = order.length > 1 ? aborted(force, done.signal) : Promise.resolve();
  const closing = new Map<string, Promise<T>>();
  for (const wave of order) {
    const started = wave.map((name): [string, Promise<T>] => {
      const first = (dependents.get(name) ?? []).flatMap(other => closing.get(other) ?? []);
      return [name, Promise.race([forced, Promise.all(first)]).then(async () => close(name))];
    });
    for (const [name, closed] of started) closing.set(name, closed);
  }
  return Promise.all(names.flatMap(name => closing.get(name) ?? [])).finally(() => done.abort());
}

/** Listens until `done`: `signal` lives as long as prox. */
async function aborted(signal: AbortSignal, done: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve(), {once: true, signal: done});
  });
}
