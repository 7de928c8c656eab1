import {randomBytes} from 'node:crypto';
import type {CapturedHeaders, RequestDetail} from '../core/request-record.ts';
import {harmlessLines} from '../core/sanitize.ts';
import {shellWord} from '../core/shell-text.ts';

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
/** What a request for a WebSocket cannot do without (RFC 6455, 4.1). */
const HANDSHAKE = ['Connection: Upgrade', 'Upgrade: websocket'];
const OTHER_CHARSET = /charset\s*=\s*"?(?!utf-8|us-ascii)/i;
/** A single argument may have 128 KB on Linux. */
const MAX_INLINE_LENGTH = 64 * 1024;

export interface CurlOptions {
  /** The CA that curl has to be told of, for it trusts no such one by itself. */
  readonly caFile?: string | undefined;
}

/** The command that sends the request again. */
export function curlLine(detail: RequestDetail, {caFile}: CurlOptions = {}): CurlLine {
  const {requestHeaders = {}} = detail.details ?? {};
  const body = bodyArguments(detail);
  const words = [
    'curl',
    ...urlArguments(detail),
    ...(caFile !== undefined && detail.tls ? ['--cacert', caFile] : []),
    ...(detail.protocol === 'ws'
      ? handshakeArguments(requestHeaders)
      : methodArguments(detail.method, body.words.length > 0)),
    ...headerArguments(requestHeaders),
    ...body.words,
  ];
  return {
    line: `${body.pipe}${words.map(quote).join(' ')}`,
    notes: [...notesOf(detail), ...body.notes],
  };
}

/** The URL that the client used; curl must not interpret what is special in it. */
function urlArguments({tls, host, url}: RequestDetail): readonly string[] {
  const scheme = tls ? 'https' : 'http';
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

/** Over HTTP/2 there is no key (RFC 8441, 5), and without capture nothing is known. */
function handshakeArguments(headers: CapturedHeaders): readonly string[] {
  const key = randomBytes(16).toString('base64');
  const missing = Object.entries({'sec-websocket-key': key, 'sec-websocket-version': '13'})
    .filter(([name]) => !Object.hasOwn(headers, name))
    .map(([name, value]) => headerWord(name, value));
  const lines = [...HANDSHAKE, ...missing].flatMap(line => ['-H', line]);
  return ['-i', '-N', '--http1.1', ...lines];
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
  return text.length <= MAX_INLINE_LENGTH && !text.startsWith('@') && harmlessLines(text) === text;
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

function quote(word: string): string {
  return shellWord(harmlessLines(word));
}
