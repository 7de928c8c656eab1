import type {RawHeaders} from './request-head.ts';

/** What is of use to the target's connection only (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'te',
  'transfer-encoding',
  'upgrade',
  'proxy-authenticate',
]);

export interface ResponseHead {
  /** Without what must not reach the client. */
  readonly headers: string[];
  /** Undefined unless the target says it. */
  readonly contentLength: number | undefined;
}

/** One pass over the headers of an answer. Repeated ones stay repeated. */
export function readResponseHead(raw: RawHeaders): ResponseHead {
  const headers: string[] = [];
  let contentLength: number | undefined;
  let named: readonly string[] | undefined;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    const key = name.toLowerCase();
    if (key === 'connection') named = namedIn(value) ?? named;
    if (HOP_BY_HOP.has(key)) continue;
    if (key === 'content-length') contentLength = Number(value);
    headers.push(name, value);
  }
  // An announced trailer needs chunks to come after.
  const drop = contentLength === undefined ? named : [...(named ?? []), 'trailer'];
  return {headers: drop === undefined ? headers : without(headers, drop), contentLength};
}

/** The same for HTTP/2, which takes an object of lower-case names. */
export function toHeaderObject(headers: RawHeaders): Record<string, string | string[]> {
  const object: Record<string, string | string[]> = Object.create(null);
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const key = (headers[i] ?? '').toLowerCase();
    const value = headers[i + 1] ?? '';
    const before = object[key];
    object[key] = before === undefined ? value : [before, value].flat();
  }
  return object;
}

function namedIn(value: string): readonly string[] | undefined {
  const lower = value.toLowerCase();
  if (lower === 'keep-alive' || lower === 'close') return undefined;
  return lower.split(',').map(name => name.trim());
}

function without(headers: readonly string[], names: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i + 1 < headers.length; i += 2) {
    const name = headers[i] ?? '';
    const key = name.toLowerCase();
    if (key === 'content-length' || !names.includes(key)) kept.push(name, headers[i + 1] ?? '');
  }
  return kept;
}
