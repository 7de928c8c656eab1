import {HOP_BY_HOP} from '../../core/hop-by-hop.ts';
import type {RawHeaders} from './request-head.ts';

/** Node refuses to send them twice over HTTP/2; stacked middleware does send some of them twice. */
const SINGLE: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-max-age',
  'access-control-request-method',
  'age',
  'authorization',
  'content-encoding',
  'content-language',
  'content-length',
  'content-location',
  'content-md5',
  'content-range',
  'content-type',
  'date',
  'dnt',
  'etag',
  'expires',
  'from',
  'host',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'range',
  'referer',
  'retry-after',
  'tk',
  'upgrade-insecure-requests',
  'user-agent',
  'x-content-type-options',
]);

export interface ResponseHead {
  /** Without what must not reach the client. */
  readonly headers: string[];
  /** Undefined unless the target says it. */
  readonly contentLength: number | undefined;
}

interface HeadOptions {
  readonly status: number;
  /** The answer may have chunks, and trailers after them. */
  readonly takesTrailers: boolean;
}

/** One pass over the headers of an answer. Repeated ones stay repeated. */
export function readResponseHead(
  raw: RawHeaders,
  {status, takesTrailers}: HeadOptions,
): ResponseHead {
  const headers: string[] = [];
  let contentLength: number | undefined;
  let hasTrailer = false;
  const drop: string[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    const key = name.toLowerCase();
    if (key === 'connection') drop.push(...namedIn(value));
    if (HOP_BY_HOP.has(key)) continue;
    if (key === 'content-length') contentLength = Number(value);
    if (key === 'trailer') hasTrailer = true;
    headers.push(name, value);
  }
  if (hasTrailer && (contentLength !== undefined || !takesTrailers)) drop.push('trailer');
  // It has no body, and must not speak of its length (RFC 9110, 8.6); HTTP/2 takes that for a fault.
  if (status === 204) drop.push('content-length');
  return {headers: drop.length === 0 ? headers : without(headers, drop), contentLength};
}

/** The same for HTTP/2, which takes an object of lower-case names; of what may come only once, the first. */
export function toHeaderObject(headers: RawHeaders): Record<string, string | string[]> {
  const object: Record<string, string | string[]> = Object.create(null);
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const key = (headers[i] ?? '').toLowerCase();
    const value = headers[i + 1] ?? '';
    const before = object[key];
    if (before === undefined) object[key] = value;
    else if (!SINGLE.has(key)) object[key] = [before, value].flat();
  }
  return object;
}

/** What `Connection` makes hop-by-hop. The framing is not for it to change. */
function namedIn(value: string): readonly string[] {
  const lower = value.toLowerCase();
  if (lower === 'keep-alive' || lower === 'close') return [];
  const names = lower.split(',').map(name => name.trim());
  return names.filter(name => name !== 'content-length');
}

function without(headers: readonly string[], names: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const key = name.toLowerCase();
    if (!names.includes(key)) kept.push(name, headers[i + 1] ?? '');
  }
  return kept;
}
