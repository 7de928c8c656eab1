import type {RouteReport} from '../../core/route.ts';
import type {Route} from './route-table.ts';

/** Of the listeners; undefined: there is none. */
export interface Ports {
  readonly http: number | undefined;
  readonly https: number | undefined;
}

export function reportRoute(
  {config, source, target, stats, expiresAt}: Route,
  {domain, ports}: {readonly domain: string; readonly ports: Ports},
): RouteReport {
  const {name, pathPrefix, process} = config;
  const urls = {
    http: urlOf({scheme: 'http', port: ports.http, config, domain}),
    https: urlOf({scheme: 'https', port: ports.https, config, domain}),
  };
  return {
    subdomain: name,
    url: urls.http ?? urls.https,
    urls,
    pathPrefix: pathPrefix === '' ? undefined : pathPrefix,
    target: {host: target.host, port: target.port, url: target.url},
    process,
    source,
    state: target.state,
    stats,
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
  };
}

interface UrlParts {
  readonly scheme: 'http' | 'https';
  readonly port: number | undefined;
  readonly config: Route['config'];
  readonly domain: string;
}

/** The catch-all has no name of its own. */
function urlOf({scheme, port, config, domain}: UrlParts): string | undefined {
  if (port === undefined || config.name === '*') return undefined;
  const suffix = port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`;
  return `${scheme}://${config.name}.${domain}${suffix}${config.pathPrefix}`;
}
