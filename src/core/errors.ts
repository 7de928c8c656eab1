/** Exit codes of the command line (docs/reference/cli.md, "Exit codes"). */
export const ExitCode = {
  done: 0,
  failed: 1,
  usage: 2,
  notRunning: 3,
  bug: 70,
  timedOut: 124,
} as const;

interface ErrorSpec {
  /** Status of the HTTP answer; absent of what the API never answers. */
  readonly http?: number;
  /** Exit code of a command that ends with this error. */
  readonly exit: number;
  /** For people; `detail` is appended after a colon. */
  readonly message: string;
}

/** What the API answers, and the command line ends with. */
export const API_ERRORS = {
  INVALID_PATTERN: {http: 400, exit: ExitCode.usage, message: 'Invalid pattern'},
  INVALID_PARAMETER: {http: 400, exit: ExitCode.usage, message: 'Invalid parameter'},
  INVALID_BODY: {http: 400, exit: ExitCode.usage, message: 'Invalid request body'},
  INVALID_ROUTE: {http: 400, exit: ExitCode.usage, message: 'Invalid route'},
  CONFIG_INVALID: {http: 400, exit: ExitCode.usage, message: 'Invalid configuration'},
  UNAUTHORIZED: {http: 401, exit: ExitCode.failed, message: 'A valid token is required'},
  HOST_NOT_ALLOWED: {http: 403, exit: ExitCode.failed, message: 'This Host header is not allowed'},
  ORIGIN_NOT_ALLOWED: {http: 403, exit: ExitCode.failed, message: 'This origin is not allowed'},
  CSRF_REJECTED: {http: 403, exit: ExitCode.failed, message: 'This change needs X-Requested-With'},
  NOT_FOUND: {http: 404, exit: ExitCode.failed, message: 'Nothing is served at this path'},
  PROCESS_NOT_FOUND: {http: 404, exit: ExitCode.failed, message: 'No such process'},
  REQUEST_NOT_FOUND: {http: 404, exit: ExitCode.failed, message: 'No such request'},
  EVENT_NOT_FOUND: {http: 404, exit: ExitCode.failed, message: 'No such event'},
  ROUTE_NOT_FOUND: {http: 404, exit: ExitCode.failed, message: 'No such route'},
  METHOD_NOT_ALLOWED: {http: 405, exit: ExitCode.failed, message: 'Method not allowed'},
  TIMED_OUT: {http: 408, exit: ExitCode.timedOut, message: 'Timed out'},
  PROCESS_ALREADY_RUNNING: {http: 409, exit: ExitCode.failed, message: 'Process already running'},
  PROCESS_NOT_RUNNING: {http: 409, exit: ExitCode.failed, message: 'Process not running'},
  NO_TERMINAL: {http: 409, exit: ExitCode.failed, message: 'Process has no terminal'},
  INPUT_NOT_READ: {http: 409, exit: ExitCode.failed, message: 'Process does not read its input'},
  ROUTE_EXISTS: {http: 409, exit: ExitCode.failed, message: 'Route already there'},
  ROUTE_FROM_CONFIG: {http: 409, exit: ExitCode.failed, message: 'Route comes from prox.yaml'},
  PAYLOAD_TOO_LARGE: {http: 413, exit: ExitCode.failed, message: 'Request body too large'},
  UNSUPPORTED_MEDIA_TYPE: {http: 415, exit: ExitCode.failed, message: 'Unsupported media type'},
  UPGRADE_REQUIRED: {http: 426, exit: ExitCode.failed, message: 'This is a WebSocket'},
  RATE_LIMITED: {http: 429, exit: ExitCode.failed, message: 'Too many wrong tokens'},
  INTERNAL_ERROR: {http: 500, exit: ExitCode.bug, message: 'Internal error'},
  PROCESS_NOT_REAPED: {http: 500, exit: ExitCode.failed, message: 'Process did not end'},
  SPAWN_FAILED: {http: 500, exit: ExitCode.failed, message: 'Process could not be started'},
  ENV_FILE_UNREADABLE: {http: 500, exit: ExitCode.failed, message: 'Cannot read env file'},
  SHUTDOWN_IN_PROGRESS: {http: 503, exit: ExitCode.failed, message: 'prox is shutting down'},
  PROXY_NOT_ENABLED: {http: 503, exit: ExitCode.failed, message: 'The proxy is not enabled'},
  STREAM_LIMIT_REACHED: {http: 503, exit: ExitCode.failed, message: 'Too many open streams'},
} as const satisfies Record<string, ErrorSpec>;

/** What only the command line ends with: it found no prox, or has none to ask. */
export const COMMAND_ERRORS = {
  USAGE: {exit: ExitCode.usage, message: 'Wrong usage'},
  NOT_RUNNING: {exit: ExitCode.notRunning, message: 'No prox is running here'},
  ALREADY_RUNNING: {exit: ExitCode.failed, message: 'Not started'},
  CONFIG_NOT_FOUND: {exit: ExitCode.usage, message: 'No prox.yaml found'},
  INIT_FAILED: {exit: ExitCode.failed, message: 'No prox.yaml was made'},
  PORT_IN_USE: {exit: ExitCode.failed, message: 'Port already in use'},
  START_FAILED: {exit: ExitCode.failed, message: 'prox could not start'},
  TOKEN_INVALID: {exit: ExitCode.failed, message: 'The API token cannot be used'},
  CERTIFICATE_INVALID: {exit: ExitCode.failed, message: 'Certificate cannot be used'},
  HOSTS_FILE: {exit: ExitCode.failed, message: 'Cannot change the hosts file'},
  UNREACHABLE: {exit: ExitCode.failed, message: 'prox did not answer'},
} as const satisfies Record<string, ErrorSpec>;

export type ErrorCode = keyof typeof API_ERRORS | keyof typeof COMMAND_ERRORS;

/** Every failure that prox reports on purpose. The tables of docs/reference/errors.md. */
export const ERRORS: Readonly<Record<ErrorCode, ErrorSpec>> = {...API_ERRORS, ...COMMAND_ERRORS};

export interface ProxErrorOptions {
  /** Which one: a name, a port, a path. */
  readonly detail?: string;
  /** The next step for the reader. */
  readonly hint?: string;
  /** Facts for programs; becomes `details` in the answer of the API. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The only error that prox throws on purpose; anything else that surfaces is a bug. */
export class ProxError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, options: ProxErrorOptions = {}) {
    const {message} = ERRORS[code];
    super(options.detail === undefined ? message : `${message}: ${options.detail}`, {
      cause: options.cause,
    });
    this.name = 'ProxError';
    this.code = code;
    this.detail = options.detail;
    this.hint = options.hint;
    this.details = options.details;
  }
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}

/** Whether `error` is a system error with one of these codes (`ENOENT`, `ESRCH`, …). */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}
