import {declaredNames} from './declared-names.ts';
import {dotted, quote} from './problem-text.ts';
import {problemAt} from './problem-at.ts';
import {isRecord, valueAt} from './unchecked-data.ts';
import type {Problem} from './yaml-document.ts';
import type {Path, YamlPlaces} from './yaml-places.ts';

/**
 * Names that processes, tasks and dependencies share, and a file without anything to run. Works on
 * unchecked data, so that one run names all problems.
 */
export function checkNames(data: unknown, places: YamlPlaces): readonly Problem[] {
  return [...nothingToRun(data, places), ...repeated(data, places)];
}

/** Told elsewhere where the keys are not maps. */
function nothingToRun(data: unknown, places: YamlPlaces): readonly Problem[] {
  const sections = ['processes', 'tasks'].map(key => ({key, value: valueAt([key], data)}));
  const written = sections.filter(({value}) => value !== undefined);
  const isEmpty = ({value}: {value: unknown}): boolean =>
    isRecord(value) && Object.keys(value).length === 0;
  if (!isRecord(data) || !written.every(isEmpty)) return [];
  const [first = {key: undefined}] = written;
  return [
    {
      offset: first.key === undefined ? places.key([]) : places.value([first.key]),
      path: first.key ?? 'processes',
      message: 'the file holds no process and no task; at least one is needed',
      hint: 'for example `processes: {web: npm run dev}`',
    },
  ];
}

/** Later in the file is second. */
function repeated(data: unknown, places: YamlPlaces): readonly Problem[] {
  const first = new Map<string, Path>();
  const inFileOrder = declaredNames(data).toSorted(
    (a, b) => places.key(a.path) - places.key(b.path),
  );
  return inFileOrder.flatMap(({name, path}) => {
    const known = first.get(name);
    if (known === undefined) {
      first.set(name, path);
      return [];
    }
    const message = `has a name that is taken; ${quote(dotted(known))} is the first`;
    const hint = 'processes, tasks and dependencies have a name each';
    return [problemAt(path, {offset: places.key(path), message, hint})];
  });
}
