import {YAML_TYPE} from '../api/answer-headers.ts';
import {matchesPath, servedPaths} from '../api/path-pattern.ts';
import {ALL_ROUTES} from '../api/all-routes.ts';
import {API_PREFIX, type Route} from '../api/routes.ts';

/** The route that a call goes to, `/status` and `/api/v1/status` alike; undefined when there is none. */
export function findRoute(method: string, path: string): Route | undefined {
  const [pathname = ''] = path.split('?');
  const whole = [pathname, API_PREFIX + pathname];
  return ALL_ROUTES.find(
    route =>
      route.method === method &&
      servedPaths(route).some(pattern => whole.some(one => matchesPath(pattern, one))),
  );
}

/** What the body of a call is; undefined: JSON. */
export function bodyType(route: Route | undefined): string | undefined {
  return route?.takesBody === 'yaml' ? YAML_TYPE : undefined;
}
