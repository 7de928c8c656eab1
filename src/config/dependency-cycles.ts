import type {Edges} from '../core/dependency-graph.ts';

type Cycle = readonly string[];

/** A file made to hurt has more than anyone reads. */
const MAX_CYCLES = 100;

/**
 * Cycles, each with its first name again at its end: one for every edge that leads back to where the walk
 * came from, so that without those edges there is none.
 */
export function cyclesOf(edges: Edges): readonly Cycle[] {
  const seen = new Set<string>();
  return [...edges.keys()].flatMap(start => walk(start, edges, seen)).slice(0, MAX_CYCLES);
}

interface Step {
  readonly name: string;
  readonly left: Iterator<string>;
}

/** Depth first, with a stack of its own: a chain may be longer than that of JavaScript. */
function walk(start: string, edges: Edges, seen: Set<string>): readonly Cycle[] {
  const cycles: Cycle[] = [];
  const path: Step[] = [];
  const onPath = new Set<string>();
  const enter = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    onPath.add(name);
    path.push({name, left: (edges.get(name) ?? [])[Symbol.iterator]()});
  };
  enter(start);
  for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
    const next = step.left.next();
    if (next.done === true) {
      path.pop();
      onPath.delete(step.name);
    } else if (!onPath.has(next.value)) {
      enter(next.value);
    } else if (cycles.length < MAX_CYCLES) {
      const names = path.map(({name}) => name);
      cycles.push([...names.slice(names.indexOf(next.value)), next.value]);
    }
  }
  return cycles;
}
