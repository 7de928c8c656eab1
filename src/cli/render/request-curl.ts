import type {CapturedHeaders, RequestDetail} from '../../core/request-record.ts';
import {sanitize} from '../../core/sanitize.ts';

export interface CurlLine {
  /** For a POSIX shell; harmless for a terminal. */
  readonly line: string;
  /** In what it differs from the request that was seen. */
  readonly notes: readonly string[];
}

/** Of one connection (RFC 9110, 7.6.1), or made anew by curl from the rest. */
const NOT_REPEATED = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const OTHER_CHARSET = /charset\s*=\s*"?(?!utf-8|us-ascii)/i;
/** A single argument may have 128 KB on Linux. */
const MAX_INLINE_LENGTH = 64 * 1024;

/** The command that sends the request again. */
export function curlLine(detail: RequestDetail): CurlLine {
  const {requestHeaders = {}} = detail.details ?? {};
  const body = bodyArguments(detail);
  const words = [
    'curl',
    ...urlArguments(detail),
    ...methodArguments(detail.method, body.words.length > 0),
    ...headerArguments(requestHeaders),
    ...body.words,
  ];
  return {
    line: `${body.pipe}${words.map(quote).join(' ')}`,
    notes: [...notesOf(detail), ...body.notes],
  };
}

/** The URL that the client used; curl must not interpret what is special in it. */
function urlArguments({protocol, host, url}: RequestDetail): readonly string[] {
  const scheme = protocol === 'https' || protocol === 'h2' ? 'https' : 'http';
  const isPath = url.startsWith('/');
  return [
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    ...(/\/\.\.?(?:[/?#]|$)/.test(url) ? ['--path-as-is'] : []),
    ...(isPath ? [] : ['--request-target', url]),
    `${scheme}://${host}${isPath ? url : '/'}`,
  ];
}

/** `-X HEAD` would wait for a body that never comes. */
function methodArguments(method: string, hasBody: boolean): readonly string[] {
  if (method === 'HEAD') return ['--head'];
  return method === (hasBody ? 'POST' : 'GET') ? [] : ['-X', method];
}

function headerArguments(headers: CapturedHeaders): readonly string[] {
  const ofConnection = new Set(valuesOf(headers, 'connection').flatMap(splitTokens));
  // A body that was kept decoded goes out as it is.
  const isLeftOut = (name: string): boolean =>
    NOT_REPEATED.has(name) || ofConnection.has(name) || name === 'content-encoding';
  const words = Object.entries(headers)
    .filter(([name]) => !isLeftOut(name))
    .flatMap(([name, value]) => [value].flat().flatMap(one => ['-H', headerWord(name, one)]));
  const isEncoded = valuesOf(headers, 'accept-encoding').length > 0;
  return [...words, ...(isEncoded ? ['--compressed'] : [])];
}

/** curl takes `name:` as a header to leave out, and `name;` as one without a value. */
function headerWord(name: string, value: string): string {
  return value === '' ? `${name};` : `${name}: ${value}`;
}

interface BodyWords {
  readonly words: readonly string[];
  /** Before the command: what feeds its standard input. */
  readonly pipe: string;
  readonly notes: readonly string[];
}

function bodyArguments({details}: RequestDetail): BodyWords {
  const none = {words: [], pipe: '', notes: []};
  if (details === undefined || details.requestBody.size === 0) return none;
  const {data, isBinary, size, capturedSize, truncated} = details.requestBody;
  const {contentType, contentEncoding} = details.requestBody;
  if (data === undefined) return {...none, notes: ['the body is not kept any more']};
  const notes = [
    ...(truncated ? [`only the first ${capturedSize} of ${size} bytes of the body were kept`] : []),
    ...(contentEncoding === undefined ? [] : ['the body is sent decoded']),
    ...(isBinary || !OTHER_CHARSET.test(contentType ?? '') ? [] : ['the body is sent as UTF-8']),
  ];
  // Else curl says that every body is a form.
  const type = contentType === undefined ? ['-H', 'content-type:'] : [];
  if (!isBinary && isInline(data)) {
    return {words: [...type, '--data-binary', data], pipe: '', notes};
  }
  const base64 = isBinary ? data : Buffer.from(data).toString('base64');
  return {
    words: [...type, '--data-binary', '@-'],
    pipe: `printf %s ${quote(base64)} | base64 -d | `,
    notes,
  };
}

/** curl reads a file when it begins with `@`; what steers a terminal must not be printed. */
function isInline(text: string): boolean {
  return text.length <= MAX_INLINE_LENGTH && !text.startsWith('@') && harmless(text) === text;
}

function notesOf({details, protocol}: RequestDetail): readonly string[] {
  const isRedacted = Object.values(details?.requestHeaders ?? {})
    .flat()
    .includes('[REDACTED]');
  return [
    ...(protocol === 'ws' ? ['curl repeats no more than the handshake of a WebSocket'] : []),
    ...(details === undefined ? ['headers and body were not captured'] : []),
    ...(isRedacted ? ['put the secrets in the place of [REDACTED]'] : []),
  ];
}

function valuesOf(headers: CapturedHeaders, name: string): readonly string[] {
  return Object.hasOwn(headers, name) ? [headers[name] ?? []].flat() : [];
}

function splitTokens(value: string): readonly string[] {
  return value.split(',').map(token => token.trim().toLowerCase());
}

/** POSIX (XCU 2.2.2): nothing is special between single quotes, and they cannot stand there. */
function quote(word: string): string {
  const safe = harmless(word);
  return /^[\w@%+=:,./-]+$/.test(safe) ? safe : `'${safe.replaceAll("'", String.raw`'\''`)}'`;
}

function harmless(text: string): string {
  return text
    .split('\n')
    .map(line => sanitize(line, {keepColors: false}))
    .join('\n');
}
