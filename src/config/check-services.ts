import {declaredServices, keysAt} from './declared-services.ts';
import type {DeclaredService} from './declared-services.ts';
import {NameHints} from './name-hints.ts';
import {problemAt} from './problem-at.ts';
import {dotted, quote} from './problem-text.ts';
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
    ...unknownProcesses(services, data, places),
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
    return [problemAt(path, {offset: places.key(path), message, hint})];
  });
}

function unknownProcesses(
  services: readonly DeclaredService[],
  data: unknown,
  places: YamlPlaces,
): readonly Problem[] {
  const names = keysAt(['processes'], data);
  const known = new Set(names);
  const hints = new NameHints('processes', names);
  return services.flatMap(({path: owner}) => {
    const path = [...owner, 'process'];
    const process = valueAt(path, data);
    if (typeof process !== 'string' || process === '' || known.has(process)) return [];
    const message = `must name a process; none is called ${quote(process)}`;
    const hint = hints.hintFor(process);
    return [problemAt(path, {offset: places.value(path), message, hint})];
  });
}

/** Of the key `service` of a process. */
function faultsOfShorthand(name: string, data: unknown, places: YamlPlaces): readonly Problem[] {
  const owner = ['processes', name];
  const path = [...owner, 'service'];
  const service = valueAt(path, data);
  if (service === undefined) return [];
  if (valueAt([...owner, 'port'], data) === undefined) {
    const message = 'needs a `port` beside it, which it leads to';
    return [problemAt(path, {offset: places.key(path), message})];
  }
  if (service !== true || isServiceName(name)) return [];
  const message = `takes the name of the process, but ${quote(name)} cannot be the name of a service`;
  const hint = 'write a name in lower-case letters, digits and hyphens in place of `true`';
  return [problemAt(path, {offset: places.key(path), message, hint})];
}
