import {ProxError} from '../core/errors.ts';
import {API_PREFIX, type Route} from './route.ts';

/** In the path of a route: one segment, not empty. */
const PARAMETER = /\{(\w+)\}/g;

/** The whole paths that a route is served at, parameters and all. */
export function servedPaths({path, at}: Route): readonly string[] {
  if (at === 'root') return [path];
  return at === undefined ? [API_PREFIX + path] : [path, API_PREFIX + path];
}

/** In the words of Fastify. */
export function routerPath(pattern: string): string {
  return pattern.replaceAll(PARAMETER, ':$1(.+)');
}

/** @throws ProxError INVALID_PARAMETER for a value that cannot be a segment */
export function fillPath(pattern: string, valueOf: (parameter: string) => unknown): string {
  return pattern.replaceAll(PARAMETER, (_, key: string) => segmentOf(key, valueOf(key)));
}

function segmentOf(parameter: string, value: unknown): string {
  const details = {parameter};
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new ProxError('INVALID_PARAMETER', {detail: `${parameter} must be given`, details});
  }
  // URLs take dots for steps, also where they are escaped: another path would be asked.
  if (['', '.', '..'].includes(String(value))) {
    const detail = `${parameter} must not be '${value}'`;
    throw new ProxError('INVALID_PARAMETER', {detail, details});
  }
  try {
    return encodeURIComponent(value);
  } catch (cause) {
    const detail = `${parameter} holds half a character`;
    throw new ProxError('INVALID_PARAMETER', {detail, details, cause});
  }
}

/** Whether `path`, without a query, is one of those that the pattern stands for. */
export function matchesPath(pattern: string, path: string): boolean {
  const expected = pattern.split('/');
  const actual = path.split('/');
  return (
    expected.length === actual.length &&
    expected.every((segment, index) =>
      segment.startsWith('{') ? actual[index] !== '' : actual[index] === segment,
    )
  );
}
