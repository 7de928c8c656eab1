import {HOP_BY_HOP} from '../../core/hop-by-hop.ts';

/** What must stand before a body (RFC 9110, 6.5.1). */
const NEVER: ReadonlySet<string> = new Set([...HOP_BY_HOP, 'content-length', 'host', 'trailer']);

/** The trailers that are passed on. */
export function trailersIn(raw: readonly string[]): [name: string, value: string][] {
  const kept: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    if (!NEVER.has(name.toLowerCase())) kept.push([name, raw[i + 1] ?? '']);
  }
  return kept;
}
