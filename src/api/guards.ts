import type {IncomingHttpHeaders, IncomingMessage} from 'node:http';
import {ProxError} from '../core/errors.ts';
import {isLoopback} from '../core/loopback.ts';
import {isAllowedOrigin} from './cors.ts';

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
export function checkHost(
  {rawHeaders}: Pick<IncomingMessage, 'rawHeaders'>,
  policy: HostPolicy,
): void {
  // `headers` keeps only the first of two Hosts; here names and values come in turn.
  const hosts = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
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

/** Whether a request may change something: GET and HEAD never do. */
export function isChange({method = ''}: Pick<IncomingMessage, 'method'>): boolean {
  return !SAFE_METHODS.has(method);
}

/**
 * Refuses what another site's page asks for (CSRF). A request without `Origin` and `Sec-Fetch-Site`, as
 * plain curl sends it, comes from no page. @throws ProxError ORIGIN_NOT_ALLOWED
 */
export function checkOrigin(headers: IncomingHttpHeaders, corsOrigins: readonly string[]): void {
  if (isAllowedOrigin(headers.origin, corsOrigins)) return;
  const site = headers['sec-fetch-site'];
  if (isSameOrigin(headers) && (site === undefined || OWN_SITES.has(site))) return;
  throw new ProxError('ORIGIN_NOT_ALLOWED', {
    detail: headers.origin ?? `a page from a ${String(site)} address`,
    hint: 'Add the origin to api.cors_origins in prox.yaml if it is yours.',
  });
}

/**
 * Refuses a change by cookie that does not come from a script: a form cannot set this header, and the
 * script of another origin must ask for it by a preflight. @throws ProxError CSRF_REJECTED
 */
export function checkScripted(headers: IncomingHttpHeaders): void {
  if (headers['x-requested-with'] === 'XMLHttpRequest') return;
  throw new ProxError('CSRF_REJECTED', {
    hint: 'With a session send the header `X-Requested-With: XMLHttpRequest`.',
  });
}

function isSameOrigin({origin, host = ''}: IncomingHttpHeaders): boolean {
  return origin === undefined || origin.toLowerCase() === `http://${host.toLowerCase()}`;
}
