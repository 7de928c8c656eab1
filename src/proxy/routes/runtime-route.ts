import type {ServiceConfig, TargetConfig} from '../../config/config.ts';
import {ProxError} from '../../core/errors.ts';
import type {RouteInput} from '../../core/route.ts';

/** A DNS label (RFC 1123), or the catch-all. */
const NAME = /^(?:\*|[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)$/;
const HOST = /^(?:[\w.-]+|[\da-f:.]+)$/i;
/** Timers of Node wrap round beyond this. */
const MAX_TTL_SECONDS = 2_000_000;

/** The service that a route added while prox runs stands for. @throws ProxError INVALID_ROUTE */
export function serviceOf(input: RouteInput): {service: ServiceConfig; ttlMs: number | undefined} {
  const {subdomain, ttlSeconds} = input;
  if (!NAME.test(subdomain)) {
    throw invalid('subdomain', 'must be a lower-case DNS label of at most 63 characters, or `*`');
  }
  const isTtl = ttlSeconds === undefined || (ttlSeconds > 0 && ttlSeconds <= MAX_TTL_SECONDS);
  if (!isTtl) throw invalid('ttl_seconds', `must be from 1 to ${MAX_TTL_SECONDS}`);
  const target = targetOf(input);
  return {
    service: {name: subdomain, pathPrefix: '', target, process: undefined, headers: {}},
    ttlMs: ttlSeconds === undefined ? undefined : ttlSeconds * 1000,
  };
}

function targetOf({port, url, host}: RouteInput): TargetConfig {
  if (port === undefined && url === undefined) throw invalid('port', 'or `url` is needed');
  if (url !== undefined) {
    if (port !== undefined) throw invalid('url', 'is a second target beside `port`');
    if (host !== undefined) throw invalid('host', 'is only for `port`');
    return targetOfUrl(url);
  }
  if (!Number.isInteger(port) || port === undefined || port < 1 || port > 65_535) {
    throw invalid('port', 'must be a whole number from 1 to 65535');
  }
  if (host !== undefined && !HOST.test(host)) {
    throw invalid('host', 'must be a host name or an address without port');
  }
  return {protocol: 'http', host: host ?? 'localhost', port};
}

function targetOfUrl(text: string): TargetConfig {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const protocol = url?.protocol === 'https:' ? 'https' : 'http';
  const isOrigin =
    url !== undefined &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.href === `${url.origin}/`;
  if (!isOrigin) throw invalid('url', 'must be an http(s) origin such as http://localhost:3000');
  const port = url.port === '' ? (protocol === 'https' ? 443 : 80) : Number(url.port);
  return {protocol, host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port};
}

function invalid(parameter: string, rule: string): ProxError {
  return new ProxError('INVALID_ROUTE', {detail: `${parameter} ${rule}`, details: {parameter}});
}
