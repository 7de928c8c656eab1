import {keysAt} from './declared-services.ts';
import {valueAt} from './unchecked-data.ts';
import type {Path} from './yaml-places.ts';

/** A name in a list, before anyone has said that it is one. */
export interface DeclaredText {
  readonly name: string;
  readonly path: Path;
}

/** The texts of the list at `path`, the empty ones left out: those are told by the schema. */
export function textsAt(path: Path, data: unknown): readonly DeclaredText[] {
  const value = valueAt(path, data);
  if (!Array.isArray(value)) return [];
  return value.flatMap((name: unknown, index) =>
    typeof name === 'string' && name !== '' ? [{name, path: [...path, index]}] : [],
  );
}

/** Of all processes, the groups that they say they belong to. */
export function groupsOfProcesses(
  data: unknown,
): readonly (DeclaredText & {readonly process: string})[] {
  return keysAt(['processes'], data).flatMap(process =>
    textsAt(['processes', process, 'groups'], data).map(text => ({...text, process})),
  );
}

/** Members by group, as `groups` and the processes say. */
export function declaredGroups(data: unknown): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  const add = (group: string, members: readonly string[]): void => {
    groups.set(group, [...new Set([...(groups.get(group) ?? []), ...members])]);
  };
  for (const group of keysAt(['groups'], data)) {
    add(
      group,
      textsAt(['groups', group], data).map(({name}) => name),
    );
  }
  for (const {name, process} of groupsOfProcesses(data)) add(name, [process]);
  return groups;
}
