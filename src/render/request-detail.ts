import type {CapturedBody, CapturedHeaders, RequestDetail} from '../core/request-record.ts';
import {harmless} from '../core/sanitize.ts';
import {bodyPreview} from './request-body.ts';
import {requestDuration} from './request-duration.ts';
import {OPEN, statusPaint, statusText} from './request-lines.ts';
import {sizeText} from './request-size.ts';
import {requestUrl} from './request-url.ts';
import type {Paint} from './paint.ts';

export interface DetailOptions {
  readonly paint: Paint;
  /** The bodies too, as far as they were kept. */
  readonly withBody: boolean;
}

/** One exchange for reading, with its line ends. */
export function renderDetail(detail: RequestDetail, options: DetailOptions): string {
  const {paint} = options;
  const {method, details} = detail;
  const title = paint.strong(harmless(`${method} ${requestUrl(detail)}`));
  const captured =
    details === undefined
      ? [NOT_CAPTURED]
      : [
          ...headerLines('Request headers', details.requestHeaders, paint),
          ...bodyLines('Request body', details.requestBody, options),
          ...headerLines('Response headers', details.responseHeaders, paint),
          ...bodyLines('Response body', details.responseBody, options),
        ];
  return `${[title, ...factLines(detail, paint), '', ...captured].join('\n')}\n`;
}

/** In the place of headers and bodies that nobody asked to keep. */
export const NOT_CAPTURED =
  'Headers and bodies were not captured: `proxy.capture.enabled: true` or `prox up --capture` keeps them.';

function factLines(detail: RequestDetail, paint: Paint): readonly string[] {
  const {id, timestamp, durationMs, inFlight, remoteAddr, protocol, error} = detail;
  const {subdomain, process, bytesIn, bytesOut} = detail;
  const duration = `${requestDuration(durationMs)}${inFlight ? `${OPEN} in flight` : ''}`;
  const facts: readonly (readonly [name: string, text: string | undefined])[] = [
    ['id', id],
    ['status', statusPaint(detail, paint)(statusText(detail))],
    ['error', error && paint.bad(harmless(error))],
    ['time', timestamp],
    ['duration', duration],
    ['client', `${remoteAddr} (${protocol})`],
    ['service', subdomain === '' ? undefined : harmless(subdomain)],
    ['process', process],
    ['bytes', `${sizeText(bytesIn)} in, ${sizeText(bytesOut)} out`],
  ];
  return facts.flatMap(([name, text]) =>
    text === undefined ? [] : [`${paint.dim(name.padEnd(8))}  ${text}`],
  );
}

function headerLines(title: string, headers: CapturedHeaders, paint: Paint): readonly string[] {
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    [value].flat().map(one => `  ${paint.dim(`${harmless(name)}:`)} ${harmless(one)}`),
  );
  return lines.length === 0 ? [] : [paint.strong(title), ...lines, ''];
}

function bodyLines(
  title: string,
  body: CapturedBody,
  {paint, withBody}: DetailOptions,
): readonly string[] {
  if (body.size === 0) return [];
  const head = `${paint.strong(title)}  ${harmless(bodyFacts(body))}`;
  return withBody ? [head, ...bodyPreview(body), ''] : [head, ''];
}

/** `1.5KB, text/html, gzip, only the first 1.0KB were kept` */
function bodyFacts(body: CapturedBody): string {
  const {size, capturedSize, truncated, contentType, contentEncoding, isBinary} = body;
  const kept =
    size === capturedSize ? 'not shown to its end' : `first ${sizeText(capturedSize)} kept`;
  const facts = [
    sizeText(size),
    contentType,
    contentEncoding,
    isBinary ? 'binary' : undefined,
    truncated ? kept : undefined,
  ];
  return facts.filter(fact => fact !== undefined).join(', ');
}
