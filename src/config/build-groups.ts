import type {Config} from './config.ts';
import {declaredGroups} from './declared-groups.ts';
import type {FileInput} from './schema.ts';
import type {YamlPlaces} from './yaml-places.ts';

/** What `groups` says and what processes say, in one. Members are in the order of the file. */
export function buildGroups(input: FileInput, places: YamlPlaces): Config['groups'] {
  const place = (name: string): number =>
    places.key([Object.hasOwn(input.tasks, name) ? 'tasks' : 'processes', name]);
  const groups = [...declaredGroups(input)].map(([group, members]) => [
    group,
    members.toSorted((a, b) => place(a) - place(b)),
  ]);
  return Object.fromEntries(groups);
}
