import {CONDITIONS} from '../core/dependency-graph.ts';
import {declaredGroups} from './declared-groups.ts';
import {declaredNames} from './declared-names.ts';
import type {Kind} from './declared-names.ts';
import {declaredDependents} from './declared-requirements.ts';
import type {DeclaredRequirement, Dependent} from './declared-requirements.ts';
import {NameHints} from './name-hints.ts';
import {problemAt} from './problem-at.ts';
import {quote} from './problem-text.ts';
import {valueAt} from './unchecked-data.ts';
import type {Problem} from './yaml-document.ts';
import type {YamlPlaces} from './yaml-places.ts';

/**
 * Names in `depends_on` that are not there, and conditions that cannot come. Works on unchecked data, so
 * that one run names all problems.
 */
export function checkDependencies(data: unknown, places: YamlPlaces): readonly Problem[] {
  const kinds = new Map(declaredNames(data).map(({name, kind}) => [name, kind]));
  const hints = new NameHints('names', [...kinds.keys(), ...declaredGroups(data).keys()]);
  const checked = {data, places, kinds, hints};
  return declaredDependents(data).flatMap(dependent => faultsOf(dependent, checked));
}

interface Checked {
  readonly data: unknown;
  readonly places: YamlPlaces;
  /** By name. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly hints: NameHints;
}

function faultsOf({name: owner, requirements}: Dependent, checked: Checked): readonly Problem[] {
  const seen = new Set<string>();
  return requirements.flatMap(requirement => {
    const {name, path, targets} = requirement;
    const offset = checked.places.key(path);
    if (seen.has(name)) return [problemAt(path, {offset, message: `names ${quote(name)} again`})];
    seen.add(name);
    if (targets.includes(owner)) {
      const what = name === owner ? 'itself' : `the group ${quote(name)}, of which it is a member`;
      return [problemAt(path, {offset, message: `names ${what}`})];
    }
    return targets.flatMap(target => faultsOfTarget(target, requirement, checked));
  });
}

function faultsOfTarget(
  target: string,
  requirement: DeclaredRequirement,
  checked: Checked,
): readonly Problem[] {
  const {path, name} = requirement;
  const kind = checked.kinds.get(target);
  if (kind !== undefined) return faultsOfCondition({target, kind, requirement}, checked);
  // An empty name is told by the schema, a member that is not there where the group names it.
  if (name === '' || target !== name) return [];
  const message = `must name a process, a task, a dependency or a group; none is called ${quote(name)}`;
  const hint = checked.hints.hintFor(name);
  return [problemAt(path, {offset: checked.places.key(path), message, hint})];
}

interface Asked {
  readonly target: string;
  readonly kind: Kind;
  readonly requirement: DeclaredRequirement;
}

/** Of each kind, in words, the conditions that it can come to. */
const POSSIBLE: Readonly<Record<Kind, {what: string; conditions: readonly unknown[]}>> = {
  process: {what: 'a process', conditions: ['started', 'healthy']},
  task: {what: 'a task', conditions: ['started', 'completed']},
  dependency: {what: 'an outside dependency', conditions: ['ready', 'healthy']},
};

const KNOWN: ReadonlySet<unknown> = new Set(CONDITIONS);

function faultsOfCondition(
  {target, kind, requirement}: Asked,
  checked: Checked,
): readonly Problem[] {
  const {path, condition} = requirement;
  // What is no condition at all is told by the schema.
  if (!KNOWN.has(condition)) return [];
  const offset = checked.places.value(path);
  const {what, conditions} = POSSIBLE[kind];
  const isUnchecked =
    kind === 'process' && valueAt(['processes', target, 'healthcheck'], checked.data) === undefined;
  if (!conditions.includes(condition)) {
    const message = `cannot be \`${String(condition)}\`, for ${quote(target)} is ${what}`;
    const possible = conditions.filter(word => !(isUnchecked && word === 'healthy'));
    const words = possible.map(word => `\`${String(word)}\``).join(' or ');
    const other = kind === 'process' && condition === 'completed' ? ', or make it a task' : '';
    return [problemAt(path, {offset, message, hint: `it can be ${words}${other}`})];
  }
  if (!isUnchecked || condition !== 'healthy') return [];
  const message = `cannot be \`healthy\`, for ${quote(target)} has no healthcheck`;
  const hint = 'give it a `healthcheck`, or write `started`';
  return [problemAt(path, {offset, message, hint})];
}
