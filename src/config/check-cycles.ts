import type {Edges} from '../core/dependency-graph.ts';
import {declaredDependents} from './declared-requirements.ts';
import type {DeclaredRequirement, Dependent} from './declared-requirements.ts';
import {cyclesOf} from './dependency-cycles.ts';
import {problemAt} from './problem-at.ts';
import type {Problem} from './yaml-document.ts';
import type {YamlPlaces} from './yaml-places.ts';

/**
 * Those that wait for each other, each cycle at the entry that closes it. Works on unchecked data, so that
 * one run names all problems.
 */
export function checkCycles(data: unknown, places: YamlPlaces): readonly Problem[] {
  const dependents = declaredDependents(data);
  return cyclesOf(edgesOf(dependents)).flatMap(cycle => {
    const [first, last] = [cycle.at(-1), cycle.at(-2)];
    const closing = dependents
      .find(({name}) => name === last)
      ?.requirements.find(({targets}) => first !== undefined && targets.includes(first));
    return closing ? [cycleProblem(closing, cycle, places)] : [];
  });
}

/** Without those that name themselves, which is told elsewhere. */
function edgesOf(dependents: readonly Dependent[]): Edges {
  const known = new Set(dependents.map(({name}) => name));
  return new Map(
    dependents.map(({name: owner, requirements}) => [
      owner,
      requirements.flatMap(({targets}) =>
        targets.filter(name => known.has(name) && name !== owner),
      ),
    ]),
  );
}

function cycleProblem(
  {path}: DeclaredRequirement,
  cycle: readonly string[],
  places: YamlPlaces,
): Problem {
  const message = `closes a cycle: ${cycle.join(' -> ')}`;
  const hint = 'none of them could start before the others; remove one of these `depends_on`';
  return problemAt(path, {offset: places.key(path), message, hint});
}
