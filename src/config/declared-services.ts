import {withoutEndSlash} from './service-fields.ts';
import {isRecord, valueAt} from './unchecked-data.ts';
import type {Path} from './yaml-places.ts';

/** A service as it is written, before the schema has said what is wrong with it. */
export interface DeclaredService {
  /** Where it is written. */
  readonly path: Path;
  readonly name: string;
  readonly pathPrefix: string;
}

/** What stands below `services`, and what processes declare with `service`. */
export function declaredServices(data: unknown): readonly DeclaredService[] {
  const names = keysAt(['services'], data);
  return [...names.flatMap(name => entriesOf(name, data)), ...servicesOfProcesses(data)];
}

export function keysAt(path: Path, data: unknown): readonly string[] {
  const value = valueAt(path, data);
  return isRecord(value) ? Object.keys(value) : [];
}

function entriesOf(name: string, data: unknown): readonly DeclaredService[] {
  const path = ['services', name];
  const value = valueAt(path, data);
  const paths = Array.isArray(value) ? value.map((_, index) => [...path, index]) : [path];
  return paths.map(place => {
    const prefix = valueAt([...place, 'path_prefix'], data);
    const pathPrefix = typeof prefix === 'string' ? withoutEndSlash(prefix) : '';
    return {path: place, name, pathPrefix};
  });
}

function servicesOfProcesses(data: unknown): readonly DeclaredService[] {
  return keysAt(['processes'], data).flatMap(process => {
    const path = ['processes', process, 'service'];
    const service = valueAt(path, data);
    const name = service === true ? process : service;
    return typeof name === 'string' ? [{path, name, pathPrefix: ''}] : [];
  });
}
