import {groupsOfProcesses, textsAt} from './declared-groups.ts';
import {declaredNames} from './declared-names.ts';
import {keysAt} from './declared-services.ts';
import {NameHints} from './name-hints.ts';
import {problemAt} from './problem-at.ts';
import {dotted, quote} from './problem-text.ts';
import type {Problem} from './yaml-document.ts';
import type {YamlPlaces} from './yaml-places.ts';

/**
 * Members that groups cannot have, and groups called like something else. Works on unchecked data, so that
 * one run names all problems.
 */
export function checkGroups(data: unknown, places: YamlPlaces): readonly Problem[] {
  return [...faultsOfNames(data, places), ...faultsOfMembers(data, places)];
}

/** A command could not tell which one is meant. */
function faultsOfNames(data: unknown, places: YamlPlaces): readonly Problem[] {
  const taken = new Map(declaredNames(data).map(({name, path}) => [name, path]));
  const listed = keysAt(['groups'], data).map(name => ({name, path: ['groups', name]}));
  return [...listed, ...groupsOfProcesses(data)].flatMap(({name, path}) => {
    const owner = taken.get(name);
    if (owner === undefined) return [];
    const message = `is a group with a name that is taken by ${quote(dotted(owner))}`;
    const hint = 'a command that is given the name could not tell which one is meant';
    return [problemAt(path, {offset: places.key(path), message, hint})];
  });
}

function faultsOfMembers(data: unknown, places: YamlPlaces): readonly Problem[] {
  const declared = declaredNames(data);
  const outside = new Set(
    declared.flatMap(({kind, name}) => (kind === 'dependency' ? [name] : [])),
  );
  const inside = new Set(declared.flatMap(({kind, name}) => (kind === 'dependency' ? [] : [name])));
  const hints = new NameHints('names', [...inside]);
  return keysAt(['groups'], data).flatMap(group => {
    const seen = new Set<string>();
    return textsAt(['groups', group], data).flatMap(({name, path}) => {
      const offset = places.key(path);
      if (seen.has(name)) return [problemAt(path, {offset, message: `names ${quote(name)} again`})];
      seen.add(name);
      if (inside.has(name)) return [];
      const isOutside = outside.has(name);
      const what = isOutside
        ? `${quote(name)} is an outside dependency`
        : `none is called ${quote(name)}`;
      const hint = isOutside ? undefined : hints.hintFor(name);
      return [problemAt(path, {offset, message: `must name a process or a task; ${what}`, hint})];
    });
  });
}
