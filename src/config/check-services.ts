import {nearest} from '../core/nearest.ts';
import {declaredServices, keysAt} from './declared-services.ts';
import type {DeclaredService} from './declared-services.ts';
import {didYouMean, dotted, quote} from './problem-text.ts';
import {isServiceName} from './service-fields.ts';
import {valueAt} from './unchecked-data.ts';
import type {Problem} from './yaml-document.ts';
import type {Path, YamlPlaces} from './yaml-places.ts';

/**
 * What is wrong between services and processes. Works on unchecked data, so that one run names all
 * problems.
 */
export function checkServices(data: unknown, places: YamlPlaces): readonly Problem[] {
  const services = declaredServices(data);
  return [
    ...repeated(services, places),
    ...services.flatMap(({path}) => withUnknownProcess(path, data, places)),
    ...keysAt(['processes'], data).flatMap(name => faultsOfShorthand(name, data, places)),
  ];
}

/** Later in the file is second. */
function repeated(services: readonly DeclaredService[], places: YamlPlaces): readonly Problem[] {
  const first = new Map<string, Path>();
  const inOrder = services.toSorted((a, b) => places.key(a.path) - places.key(b.path));
  return inOrder.flatMap(({path, name, pathPrefix}) => {
    const key = `${name} ${pathPrefix}`;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, path);
      return [];
    }
    const below = pathPrefix === '' ? '' : ` below ${quote(pathPrefix)}`;
    const message = `is the service ${quote(name)}${below} again; ${quote(dotted(known))} is the first`;
    const hint = 'services of one name differ in `path_prefix`';
    return [problemAt(path, places, {message, hint})];
  });
}

function withUnknownProcess(path: Path, data: unknown, places: YamlPlaces): readonly Problem[] {
  const here = [...path, 'process'];
  const process = valueAt(here, data);
  const names = keysAt(['processes'], data);
  if (typeof process !== 'string' || process === '' || names.includes(process)) return [];
  const message = `${quote(dotted(here))} must name a process; none is called ${quote(process)}`;
  const hint = hintAmong(names, process);
  return [
    {offset: places.value(here), path: dotted(here), message, ...(hint !== undefined && {hint})},
  ];
}

/** Undefined when there is no process at all, which is told elsewhere. */
function hintAmong(names: readonly string[], wanted: string): string | undefined {
  if (names.length === 0) return undefined;
  const close = nearest(wanted, names);
  return close === undefined ? `processes: ${names.join(', ')}` : didYouMean(close);
}

/** Of the key `service` of a process. */
function faultsOfShorthand(name: string, data: unknown, places: YamlPlaces): readonly Problem[] {
  const owner = ['processes', name];
  const path = [...owner, 'service'];
  const service = valueAt(path, data);
  if (service === undefined) return [];
  if (valueAt([...owner, 'port'], data) === undefined) {
    return [problemAt(path, places, {message: 'needs a `port` beside it, which it leads to'})];
  }
  if (service !== true || isServiceName(name)) return [];
  const message = `takes the name of the process, but ${quote(name)} cannot be the name of a service`;
  const hint = 'write a name in lower-case letters, digits and hyphens in place of `true`';
  return [problemAt(path, places, {message, hint})];
}

function problemAt(
  path: Path,
  places: YamlPlaces,
  {message, hint}: Pick<Problem, 'message' | 'hint'>,
): Problem {
  return {
    offset: places.key(path),
    path: dotted(path),
    message: `${quote(dotted(path))} ${message}`,
    ...(hint !== undefined && {hint}),
  };
}
