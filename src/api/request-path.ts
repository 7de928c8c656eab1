import {fillPath} from './path-pattern.ts';
import {API_PREFIX, type Route} from './routes.ts';
import {snakeCase} from './wire.ts';

/** The input of an operation; lists and times are among its values. */
export type Input = Readonly<Record<string, unknown>>;

/** Epoch ms in the input, RFC 3339 on the wire. */
const INSTANTS = new Set(['since', 'until']);

/** Path and query that carry the input of an operation: what `schemas.ts` reads. */
export function requestPath({path}: Route, input: Input): string {
  const rest = {...input};
  const filled = fillPath(path, key => {
    delete rest[key];
    return String(input[key]);
  });
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) {
    if (value !== undefined) query.set(snakeCase(key), parameterText(key, value));
  }
  const suffix = query.size === 0 ? '' : `?${query.toString()}`;
  return `${API_PREFIX}${filled}${suffix}`;
}

function parameterText(key: string, value: unknown): string {
  if (INSTANTS.has(key) && typeof value === 'number') return new Date(value).toISOString();
  return Array.isArray(value) ? value.join(',') : String(value);
}
