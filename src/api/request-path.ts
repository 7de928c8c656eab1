import {ProxError} from '../core/errors.ts';
import {YAML_TYPE} from './answer-headers.ts';
import {fillPath} from './path-pattern.ts';
import {API_PREFIX, type Route} from './route.ts';
import {snakeCase, toWire} from './wire.ts';

/** The input of an operation; lists and times are among its values. */
export type Input = Readonly<Record<string, unknown>>;

/** Epoch ms in the input, RFC 3339 on the wire. */
const INSTANTS = new Set(['since', 'until']);

/**
 * Path and query that carry the input of an operation: what `schemas.ts` reads.
 * @throws ProxError INVALID_PARAMETER for what no URL can carry
 */
export function requestPath(route: Route, input: Input): string {
  const {path, rest} = takePathFrom(route, input);
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) {
    if (value !== undefined) query.set(snakeCase(key), parameterText(key, value));
  }
  const suffix = query.size === 0 ? '' : `?${query.toString()}`;
  return `${path}${suffix}`;
}

/** The same for an operation that takes a body: path and JSON text. */
export function requestWithBody(
  route: Route,
  input: Input,
): {readonly path: string; readonly body: string} {
  const {path, rest} = takePathFrom(route, input);
  return {path, body: JSON.stringify(toWire(rest))};
}

/** The same for an operation that may take YAML. */
export function requestWithYaml(
  route: Route,
  {yaml, ...rest}: Input,
): {readonly path: string; readonly body?: string; readonly contentType?: string} {
  const path = requestPath(route, rest);
  return typeof yaml === 'string' ? {path, body: yaml, contentType: YAML_TYPE} : {path};
}

/** The path with its parameters, and what of the input has no place in it. */
function takePathFrom(route: Route, input: Input): {readonly path: string; readonly rest: Input} {
  const rest = {...input};
  const filled = fillPath(route.path, key => {
    delete rest[key];
    return input[key];
  });
  return {path: API_PREFIX + filled, rest};
}

function parameterText(key: string, value: unknown): string {
  if (INSTANTS.has(key) && typeof value === 'number') return instantText(key, value);
  return Array.isArray(value) ? value.join(',') : String(value);
}

function instantText(parameter: string, epochMs: number): string {
  const date = new Date(epochMs);
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new ProxError('INVALID_PARAMETER', {
    detail: `${parameter} must be a time in ms since 1970, not ${epochMs}`,
    details: {parameter},
  });
}
