import {declaredGroups} from './declared-groups.ts';
import {declaredNames} from './declared-names.ts';
import {isRecord, valueAt} from './unchecked-data.ts';
import type {Path} from './yaml-places.ts';

/** An entry of `depends_on` as it is written, before the schema has said what is wrong with it. */
export interface DeclaredRequirement {
  /** Of the entry. */
  readonly path: Path;
  readonly name: string;
  /** Those that are meant: the members of a group, else the name alone. */
  readonly targets: readonly string[];
  /** Whatever stands beside the name; undefined in a list. */
  readonly condition: unknown;
}

/** Something that may depend on others. */
export interface Dependent {
  readonly name: string;
  readonly requirements: readonly DeclaredRequirement[];
}

export function declaredDependents(data: unknown): readonly Dependent[] {
  const groups = declaredGroups(data);
  const names = declaredNames(data);
  const known = new Set(names.map(({name}) => name));
  const targetsOf = (name: string): readonly string[] =>
    (known.has(name) ? undefined : groups.get(name)) ?? [name];
  return names
    .filter(({kind}) => kind !== 'dependency')
    .map(({name, path}) => ({
      name,
      requirements: entriesAt([...path, 'depends_on'], data).map(entry => ({
        ...entry,
        targets: targetsOf(entry.name),
      })),
    }));
}

function entriesAt(path: Path, data: unknown): readonly Omit<DeclaredRequirement, 'targets'>[] {
  const value = valueAt(path, data);
  if (Array.isArray(value)) {
    return value.flatMap((name: unknown, index) =>
      typeof name === 'string' ? [{path: [...path, index], name, condition: undefined}] : [],
    );
  }
  if (!isRecord(value)) return [];
  return Object.entries(value).map(([name, condition]) => ({
    path: [...path, name],
    name,
    condition,
  }));
}
