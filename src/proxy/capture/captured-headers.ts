import type {CapturedHeaders} from '../../core/request-record.ts';

/** Who reads the log must not be able to act as the user. */
const SECRET = new Set([
  'authorization',
  'cookie',
  'set-cookie',
  'proxy-authorization',
  'x-api-key',
]);
const REDACTED = '[REDACTED]';

/** For reading, from names and values in turn; the pseudo-headers of HTTP/2 are none. */
export function capturedHeaders(rawHeaders: readonly string[]): CapturedHeaders {
  const headers = new Map<string, string | readonly string[]>();
  for (const [name, value] of pairs(rawHeaders)) {
    if (name.startsWith(':')) continue;
    const shown = SECRET.has(name) ? REDACTED : value;
    const before = headers.get(name);
    headers.set(name, before === undefined ? shown : [before, shown].flat());
  }
  return Object.fromEntries(headers); // defines own members: `__proto__` is a name like any other
}

/** Of all values of a header in one, as RFC 9110 (5.3) joins them; undefined when there is none. */
export function headerValue(rawHeaders: readonly string[], wanted: string): string | undefined {
  const values = [...pairs(rawHeaders)].filter(([name]) => name === wanted);
  return values.length === 0 ? undefined : values.map(([, value]) => value).join(', ');
}

function* pairs(rawHeaders: readonly string[]): Generator<readonly [name: string, value: string]> {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    yield [(rawHeaders[index] ?? '').toLowerCase(), rawHeaders[index + 1] ?? ''];
  }
}
