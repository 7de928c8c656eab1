import {ProxError} from '../core/errors.ts';
import {nearest} from '../core/nearest.ts';
import {matchesPath, servedPaths} from './path-pattern.ts';
import {ALL_ROUTES, OWN_ROUTES} from './all-routes.ts';
import {API_PREFIX} from './route.ts';

/** Why no route took the request: the method is wrong, or there is no such path. */
export function explainUnrouted(method: string, url: string): ProxError {
  const path = pathOf(url);
  const allow = allowedMethods(url);
  if (allow.length === 0) return new ProxError('NOT_FOUND', {detail: path, hint: hintFor(path)});
  return new ProxError('METHOD_NOT_ALLOWED', {detail: `${method} ${path}`, details: {allow}});
}

/** For the `Allow` header; empty when nothing is served at `url`. */
export function allowedMethods(url: string): readonly string[] {
  const path = pathOf(url);
  const methods = ALL_ROUTES.filter(route =>
    servedPaths(route).some(pattern => matchesPath(pattern, path)),
  ).flatMap(({method}) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return methods.length === 0 ? [] : [...new Set(methods), 'OPTIONS'];
}

/** A longer path is no slip of the pen. */
const MAX_COMPARED = 100;

function hintFor(path: string): string {
  const suggestion = path.length > MAX_COMPARED ? undefined : likelyPath(path);
  const question = suggestion === undefined ? '' : `Did you mean ${suggestion}? `;
  return `${question}${API_PREFIX}${OWN_ROUTES.openapi.path} tells all paths.`;
}

function likelyPath(path: string): string | undefined {
  const prefixed = API_PREFIX + path;
  if (allowedMethods(prefixed).length > 0) return prefixed;
  return nearest(path, ALL_ROUTES.flatMap(servedPaths));
}

function pathOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path;
}
