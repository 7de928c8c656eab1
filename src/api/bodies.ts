import {ProxError} from '../core/errors.ts';
import {YAML_TYPE} from './answer-headers.ts';
import type {Route} from './route.ts';

/** The value of a JSON body, undefined when it is empty. @throws ProxError INVALID_BODY */
export function parseJson(body: string): unknown {
  try {
    return body === '' ? undefined : JSON.parse(body);
  } catch (error) {
    throw new ProxError('INVALID_BODY', {detail: 'not JSON', cause: error});
  }
}

/** What a body that must be a JSON object holds. @throws ProxError INVALID_BODY */
export function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return {...body};
  throw new ProxError('INVALID_BODY', {detail: 'must be a JSON object'});
}

/** What YAML is sent as; none of them is one that a page may send to another origin unasked. */
export const YAML_TYPES = [YAML_TYPE, 'application/x-yaml', 'text/yaml'];

/** The text of a body of YAML. */
export class YamlBody {
  readonly text: string;

  constructor(text: string) {
    this.text = text.replace(/^\uFEFF/, '');
  }
}

/** A body of another type may only be empty. @throws ProxError UNSUPPORTED_MEDIA_TYPE */
export function refuseBody(body: string, taken: Route['takesBody']): void {
  if (body !== '') throw unsupportedMediaType(taken);
}

export function unsupportedMediaType(taken: Route['takesBody'] = 'json'): ProxError {
  const type = taken === 'yaml' ? YAML_TYPE : 'application/json';
  return new ProxError('UNSUPPORTED_MEDIA_TYPE', {detail: `a body must be ${type}`});
}
