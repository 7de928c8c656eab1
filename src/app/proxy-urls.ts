import {mainRoute} from '../core/route.ts';
import type {Proxy} from '../proxy/proxy.ts';

/** What the proxy adds to the environment of children (docs/reference/config.md, "Environment of a process"). */
export function proxyEnv(proxy: Proxy): Readonly<Record<string, string>> {
  const urls = proxy.reports().flatMap(({subdomain, url, pathPrefix}) => {
    if (url === undefined || pathPrefix !== undefined) return [];
    return [[`PROX_URL_${subdomain.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`, url] as const];
  });
  const {caFile} = proxy;
  return {
    ...Object.fromEntries(urls),
    ...(caFile !== undefined && {NODE_EXTRA_CA_CERTS: caFile}),
  };
}

/** Of the service that a process is behind; of several, of that with its name. */
export function urlOfProcess(proxy: Proxy, name: string): string | undefined {
  const routes = proxy.reports().filter(({process}) => process === name);
  const namesakes = routes.filter(({subdomain}) => subdomain === name);
  return mainRoute(namesakes.length > 0 ? namesakes : routes)?.url;
}
