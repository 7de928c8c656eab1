import type {IncomingHttpHeaders} from 'node:http';
import {ProxError} from '../core/errors.ts';
import {isLoopback} from '../core/loopback.ts';

/** The part of an incoming message that the guards look at. */
export interface GuardedRequest {
  readonly method?: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they came: `headers` keeps only the first of two Hosts. */
  readonly rawHeaders: readonly string[];
}

export interface HostPolicy {
  /** The address that the server listens on. */
  readonly boundHost: string;
  readonly allowedHosts: readonly string[];
}

// Never `new URL()` on a Host: it throws on `[` and on `a:99999999`.
const HOST = /^(\[[\da-f:.]+\]|[\da-z_.-]+)(?::\d{1,5})?$/i;
const LOCALHOST_NAME = /^(?:[\da-z_-]+\.)+localhost$/;
const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_SITES = new Set(['same-origin', 'none']);

/**
 * Refuses names that a hostile DNS could point at us (DNS rebinding). Beyond loopback any one well-formed
 * Host will do: there the token protects. @throws ProxError HOST_NOT_ALLOWED
 */
export function checkHost(request: GuardedRequest, policy: HostPolicy): void {
  const hosts = request.rawHeaders.filter(
    (_, index) => index % 2 === 1 && request.rawHeaders[index - 1]?.toLowerCase() === 'host',
  );
  const [host = ''] = hosts;
  const name = HOST.exec(host)?.[1]?.toLowerCase();
  if (hosts.length === 1 && name !== undefined && isAllowedName(name, policy)) return;
  throw new ProxError('HOST_NOT_ALLOWED', {
    detail: hosts.length > 1 ? 'more than one' : host,
    hint: 'Add the name to api.allowed_hosts in prox.yaml if it is yours.',
  });
}

function isAllowedName(name: string, {boundHost, allowedHosts}: HostPolicy): boolean {
  if (!isLoopback(boundHost)) return true;
  return (
    LOOPBACK_NAMES.has(name) ||
    LOCALHOST_NAME.test(name) ||
    name === boundHost.toLowerCase() ||
    allowedHosts.some(allowed => allowed.toLowerCase() === name)
  );
}

/**
 * Refuses changes that another site's page asks for (CSRF). A request without `Origin` and
 * `Sec-Fetch-Site`, as plain curl sends it, comes from no page. @throws ProxError ORIGIN_NOT_ALLOWED
 */
export function checkOrigin(request: GuardedRequest, corsOrigins: readonly string[]): void {
  const {method = '', headers} = request;
  if (SAFE_METHODS.has(method) || isCorsOrigin(headers.origin, corsOrigins)) return;
  const site = headers['sec-fetch-site'];
  if (isSameOrigin(headers) && (site === undefined || OWN_SITES.has(site))) return;
  throw new ProxError('ORIGIN_NOT_ALLOWED', {
    detail: headers.origin ?? `a page from a ${String(site)} address`,
    hint: 'Add the origin to api.cors_origins in prox.yaml if it is yours.',
  });
}

function isSameOrigin({origin, host = ''}: IncomingHttpHeaders): boolean {
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`;
}

/** `null` is the origin of every sandboxed frame and file, so it never counts as one of ours. */
function isCorsOrigin(
  origin: string | undefined,
  corsOrigins: readonly string[],
): origin is string {
  return origin !== undefined && origin !== 'null' && corsOrigins.includes(origin);
}

/** Headers that let a page of an allowed origin read the answer; none for anybody else. */
export function corsHeaders(
  headers: IncomingHttpHeaders,
  corsOrigins: readonly string[],
): Readonly<Record<string, string>> {
  const {origin} = headers;
  if (!isCorsOrigin(origin, corsOrigins)) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'GET, HEAD, POST',
    'access-control-allow-headers': 'authorization, content-type, last-event-id, x-request-id',
    'access-control-max-age': '600',
    vary: 'Origin',
  };
}
