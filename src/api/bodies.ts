import {ProxError} from '../core/errors.ts';

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

/** The text of a body of YAML. */
export class YamlBody {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A body of another type may only be empty. @throws ProxError UNSUPPORTED_MEDIA_TYPE */
export function refuseBody(body: string): void {
  if (body !== '') throw unsupportedMediaType();
}

export function unsupportedMediaType(): ProxError {
  return new ProxError('UNSUPPORTED_MEDIA_TYPE', {detail: 'a body must be application/json'});
}
