import {ProxError} from '../core/errors.ts';
import {nearest} from '../core/nearest.ts';
import type {ProxyStatus} from '../core/prox.ts';
import {mainRoute, type RouteReport} from '../core/route.ts';

/** The URL of a service. @throws ProxError ROUTE_NOT_FOUND with the nearest name */
export function urlOfService(name: string, routes: readonly RouteReport[]): string {
  const route = mainRoute(routes.filter(({subdomain}) => subdomain === name));
  if (route?.url !== undefined) return route.url;
  if (route !== undefined) {
    const hint = 'Open any name below the domain of the proxy, such as `foo.localhost`.';
    throw new ProxError('ROUTE_NOT_FOUND', {detail: `${name} has no URL of its own`, hint});
  }
  const suggestion = nearest(
    name,
    routes.map(({subdomain}) => subdomain),
  );
  const question = suggestion === undefined ? '' : `Did you mean ${suggestion}? `;
  throw new ProxError('ROUTE_NOT_FOUND', {
    detail: name,
    hint: `${question}Run \`prox routes\` to see the names.`,
  });
}

/** The URL of the only service, else of the index of them all; undefined without a listener. */
export function urlOfAll(
  routes: readonly RouteReport[],
  {httpPort, httpsPort, domain}: ProxyStatus,
): string | undefined {
  const [only, ...others] = routes.filter(({url}) => url !== undefined);
  if (only !== undefined && others.length === 0) return only.url;
  if (httpPort !== undefined) return `http://${domain}${suffix(httpPort, 80)}/`;
  if (httpsPort !== undefined) return `https://${domain}${suffix(httpsPort, 443)}/`;
  return undefined;
}

function suffix(port: number, usual: number): string {
  return port === usual ? '' : `:${port}`;
}
