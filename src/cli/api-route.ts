import {YAML_TYPE} from '../api/answer-headers.ts';
import {matchesPath, servedPaths} from '../api/path-pattern.ts';
import {ALL_ROUTES} from '../api/all-routes.ts';
import {ProxError} from '../core/errors.ts';
import {isOwnAddress} from '../daemon/address.ts';
import {API_PREFIX, type Route} from '../api/route.ts';

/** Of a path, with or without its first slash, or of a whole URL of the prox at `baseUrl`. @throws ProxError USAGE */
export function pathOf(target: string, baseUrl: string): string {
  if (!/^https?:\/\//i.test(target) || !URL.canParse(target)) {
    return `/${target.replace(/^\/+/, '')}`;
  }
  const {origin, port, pathname, search} = new URL(target);
  const isSame = port === new URL(baseUrl).port && [origin, baseUrl].every(isOwnAddress);
  if (origin === baseUrl || isSame) return pathname + search;
  throw new ProxError('USAGE', {
    detail: `${origin} is not the prox of this project, which answers at ${baseUrl}`,
    hint: `Name the other one: \`prox api --addr ${origin} …\`.`,
  });
}

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
