import type {IncomingMessage} from 'node:http';

const PREFLIGHT_HEADERS = {
  'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
  'access-control-allow-headers':
    'authorization, content-type, last-event-id, x-request-id, x-requested-with',
  'access-control-max-age': '600',
};

/** `null` is the origin of every sandboxed frame and file, so it never counts as one of ours. */
export function isAllowedOrigin(
  origin: string | undefined,
  corsOrigins: readonly string[],
): origin is string {
  return origin !== undefined && origin !== 'null' && corsOrigins.includes(origin);
}

/**
 * Headers that let a page of an allowed origin read the answer; none for anybody else. Without
 * `access-control-allow-credentials`: such a page shows the token, and the session stays that of our own.
 */
export function corsHeaders(
  {method, headers: {origin}}: Pick<IncomingMessage, 'method' | 'headers'>,
  corsOrigins: readonly string[],
): Readonly<Record<string, string>> {
  if (corsOrigins.length === 0) return {};
  if (!isAllowedOrigin(origin, corsOrigins)) return {vary: 'Origin'};
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'x-request-id, location, retry-after',
    ...(method === 'OPTIONS' ? PREFLIGHT_HEADERS : {}),
  };
}
