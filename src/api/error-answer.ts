import {ERRORS, hasCode, ProxError} from '../core/errors.ts';
import {JSON_TYPE, SECURITY_HEADERS} from './answer-headers.ts';
import {unsupportedMediaType} from './bodies.ts';
import {encodeError} from './error-wire.ts';

export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer to an error that was thrown on purpose. */
export function answerToError(error: ProxError): ErrorAnswer {
  return {
    status: ERRORS[error.code].http ?? 500,
    headers: {...SECURITY_HEADERS, 'content-type': JSON_TYPE, ...headersOf(error)},
    body: encodeError(error),
  };
}

/** An error of ours, or one of the HTTP layer in our words; undefined for what nobody expected: a bug. */
export function toProxError(error: unknown): ProxError | undefined {
  if (error instanceof ProxError) return error;
  if (hasCode(error, 'FST_ERR_CTP_BODY_TOO_LARGE')) return new ProxError('PAYLOAD_TOO_LARGE');
  if (hasCode(error, 'FST_ERR_CTP_INVALID_MEDIA_TYPE')) return unsupportedMediaType();
  if (hasCode(error, 'FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'ECONNRESET')) {
    return new ProxError('INVALID_BODY', {detail: 'it ended too early'});
  }
  return undefined;
}

/** RFC 9110, section 15.5.22, and RFC 6455, section 4.4. */
const HOW_TO_UPGRADE = {upgrade: 'websocket', 'sec-websocket-version': '13'} as const;

function headersOf({code, details}: ProxError): Readonly<Record<string, string>> {
  if (code === 'UNAUTHORIZED') return {'www-authenticate': 'Bearer'};
  if (code === 'RATE_LIMITED') return {'retry-after': String(details?.['retry_after_seconds'])};
  if (code === 'UPGRADE_REQUIRED') return HOW_TO_UPGRADE;
  if (code === 'METHOD_NOT_ALLOWED') return {allow: [details?.['allow']].flat().join(', ')};
  return {};
}
