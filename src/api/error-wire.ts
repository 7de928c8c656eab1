import {ERRORS, isErrorCode, ProxError, type ErrorCode} from '../core/errors.ts';

/** The body of every answer that is not a success. */
export interface ErrorBody {
  readonly error: string;
  readonly code: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The JSON text of an error; its hint travels as `details.hint`. */
export function encodeError(error: ProxError): string {
  const hint = error.hint === undefined ? {} : {hint: error.hint};
  const details = {...PARAMETERS[error.code], ...error.details, ...hint};
  const body: ErrorBody = {error: error.message, code: error.code};
  return JSON.stringify(Object.keys(details).length === 0 ? body : {...body, details});
}

/** Who finds a pattern to be invalid does not know that it was a parameter. */
const PARAMETERS: Partial<Record<ErrorCode, {readonly parameter: string}>> = {
  INVALID_PATTERN: {parameter: 'pattern'},
};

/** The same error again, or undefined when `body` is not one of ours. */
export function decodeError(body: unknown): ProxError | undefined {
  if (!isErrorBody(body)) return undefined;
  const {hint, ...details} = body.details ?? {};
  const code = isErrorCode(body.code) ? body.code : 'INTERNAL_ERROR';
  const detail = detailOf(body.error, code);
  return new ProxError(code, {
    ...(detail === undefined ? {} : {detail}),
    ...(typeof hint === 'string' ? {hint} : {}),
    ...(Object.keys(details).length === 0 ? {} : {details}),
  });
}

function isErrorBody(body: unknown): body is ErrorBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    'error' in body &&
    typeof body.error === 'string' &&
    'code' in body &&
    typeof body.code === 'string'
  );
}

/** ProxError writes `message: detail`; a newer prox may have worded its message otherwise. */
function detailOf(text: string, code: ErrorCode): string | undefined {
  const {message} = ERRORS[code];
  if (text === message) return undefined;
  return text.startsWith(`${message}: `) ? text.slice(message.length + 2) : text;
}
