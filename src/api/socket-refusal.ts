import {STATUS_CODES} from 'node:http';
import type {ProxError} from '../core/errors.ts';
import {answerToError} from './error-answer.ts';

export interface SocketRefusal {
  readonly error: ProxError;
  readonly requestId: string;
  /** That of the error unless told: some statuses only the HTTP layer knows. */
  readonly status?: number;
}

/** An error as a whole HTTP answer, the last one of its connection: for a socket without a response object. */
export function refusalText({error, requestId, status: given}: SocketRefusal): string {
  const {status, headers, body} = answerToError(error);
  const code = given ?? status;
  const all = {
    ...headers,
    'x-request-id': requestId,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${code} ${STATUS_CODES[code] ?? ''}`, ...lines, '', body].join('\r\n');
}
