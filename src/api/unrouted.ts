import {ProxError} from '../core/errors.ts';
import {API_PREFIX, OPERATIONS, ROUTES, type Route} from './routes.ts';

const PROXY_PREFIX = `${API_PREFIX}/proxy/`;

/** Why no route took the request: the proxy is off, the method is wrong, or there is no such path. */
export function explainUnrouted(method: string, url: string): ProxError {
  const path = pathOf(url);
  if (path.startsWith(PROXY_PREFIX)) return new ProxError('PROXY_NOT_ENABLED');
  const allow = allowedMethods(url);
  if (allow.length === 0) return new ProxError('NOT_FOUND', {detail: path});
  return new ProxError('METHOD_NOT_ALLOWED', {detail: `${method} ${path}`, details: {allow}});
}

/** For the `Allow` header; empty when nothing is served at `url`. */
export function allowedMethods(url: string): readonly string[] {
  const path = pathOf(url);
  const methods = new Set<string>();
  for (const operation of OPERATIONS) {
    const route: Route = ROUTES[operation];
    if (!isServedAt(route, path)) continue;
    methods.add(route.method);
    if (route.method === 'GET') methods.add('HEAD');
  }
  return methods.size === 0 ? [] : [...methods, 'OPTIONS'];
}

function pathOf(url: string): string {
  const [path = ''] = url.split('?', 1);
  return path;
}

function isServedAt(route: Route, path: string): boolean {
  if (route.isPublic === true && path === route.path) return true;
  const expected = `${API_PREFIX}${route.path}`.split('/');
  const actual = path.split('/');
  return (
    expected.length === actual.length &&
    expected.every((segment, index) =>
      segment.startsWith('{') ? actual[index] !== '' : actual[index] === segment,
    )
  );
}
