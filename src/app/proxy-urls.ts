import {mainRoute, type RouteReport} from '../core/route.ts';
import type {Proxy} from '../proxy/proxy.ts';

/** What the proxy adds to the environment of children (docs/reference/config.md, "Environment of a process"). */
export function proxyEnv(
  proxy: Pick<Proxy, 'reports' | 'caFile'>,
): Readonly<Record<string, string>> {
  const urls = proxy.reports().flatMap(({subdomain, url}) => {
    if (url === undefined) return [];
    // Of the name, for which there may be several routes with a prefix.
    return [[variableOf(subdomain), new URL(url).origin] as const];
  });
  const {caFile} = proxy;
  return {
    ...Object.fromEntries(urls),
    ...(caFile !== undefined && {NODE_EXTRA_CA_CERTS: caFile}),
  };
}

function variableOf(service: string): string {
  return `PROX_URL_${service.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** Of the service that a process is behind; of several, of that with its name. */
export function urlOfProcess(all: readonly RouteReport[], name: string): string | undefined {
  const routes = all.filter(({process}) => process === name);
  const namesakes = routes.filter(({subdomain}) => subdomain === name);
  return mainRoute(namesakes.length > 0 ? namesakes : routes)?.url;
}
