import {API_PREFIX, type Route} from './routes.ts';

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

export function fillPath(pattern: string, valueOf: (parameter: string) => string): string {
  return pattern.replaceAll(PARAMETER, (_, key: string) => encodeURIComponent(valueOf(key)));
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
