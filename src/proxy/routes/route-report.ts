import type {RouteReport} from '../../core/route.ts';
import type {ProcessWatch, TargetProcess} from '../process-watch.ts';
import type {Route} from './route.ts';
import type {Target} from './target.ts';

/** Of the listeners; undefined: there is none. */
export interface Ports {
  readonly http: number | undefined;
  readonly https: number | undefined;
}

export interface ReportOptions {
  readonly domain: string;
  readonly ports: Ports;
  readonly processes: ProcessWatch;
}

export function reportRoute(
  {config, source, target, stats, expiresAt}: Route,
  {domain, ports, processes}: ReportOptions,
): RouteReport {
  const {name, pathPrefix} = config;
  const process = config.process === undefined ? undefined : processes.process(config.process);
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
    process: config.process,
    processStatus: process?.status,
    processReason: process?.reason,
    source,
    state: stateOf(target, process),
    stats,
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt).toISOString(),
  };
}

/** What an earlier run took or refused says nothing of this one. */
function stateOf(
  {state, triedAt = 0}: Target,
  process: TargetProcess | undefined,
): Target['state'] {
  const startedAt = process?.startedAt;
  return startedAt !== undefined && triedAt < startedAt ? 'unknown' : state;
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
