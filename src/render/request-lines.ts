import type {RequestRecord} from '../core/request-record.ts';
import {harmless} from '../core/sanitize.ts';
import type {Paint} from './paint.ts';
import {requestDuration} from './request-duration.ts';
import {sizeText} from './request-size.ts';
import {requestUrl, shortUrl} from './request-url.ts';
import {timeOfDay} from './time-of-day.ts';

/** As wide as what usually stands in them: a list that grows cannot look for its widest cell. */
const COLUMNS = [
  {title: 'ID', width: 7},
  {title: 'TIME', width: 8},
  {title: 'METHOD', width: 7},
  {title: 'STATUS', width: 6},
  {title: 'DURATION', width: 8},
  {title: 'SIZE', width: 6},
] as const;
const GAP = '  ';
/** What is left of a URL on a terminal that is too narrow for any. */
const MIN_URL_WIDTH = 20;
/** Nothing is known yet. */
export const OPEN = '…';
const NONE = '-';

export interface LineOptions {
  readonly paint: Paint;
  /** How long a line may be; undefined: as long as it is. */
  readonly columns: number | undefined;
}

/** The titles over `requestLine`s, with a line end. */
export function requestHeader(paint: Paint): string {
  const titles = COLUMNS.map(({title, width}) => title.padEnd(width));
  return `${paint.strong([...titles, 'URL'].join(GAP))}\n`;
}

/** One exchange as a line with its line end; every status is a number or a word, colour only repeats it. */
export function requestLine(record: RequestRecord, {paint, columns}: LineOptions): string {
  const {id, method, durationMs, bytesOut, error, inFlight} = record;
  const duration = requestDuration(durationMs);
  const cells = [
    id,
    timeOfDay(record.timestamp),
    harmless(method),
    statusText(record),
    inFlight ? `${duration}${OPEN}` : duration,
    sizeText(bytesOut),
  ].map((text, column) => text.padEnd(COLUMNS[column]?.width ?? 0));
  const reason = error === undefined ? '' : ` (${harmless(error)})`;
  const room = (columns ?? Number.POSITIVE_INFINITY) - [...cells, reason].join(GAP).length;
  cells[3] = statusPaint(record, paint)(cells[3] ?? '');
  const url = shortUrl(harmless(requestUrl(record)), Math.max(room, MIN_URL_WIDTH));
  return `${[...cells, url].join(GAP)}${reason && paint.bad(reason)}\n`;
}

export function statusText({statusCode, inFlight}: RequestRecord): string {
  if (statusCode !== undefined) return String(statusCode);
  return inFlight ? OPEN : NONE;
}

export function statusPaint(
  {statusCode, inFlight}: RequestRecord,
  paint: Paint,
): (text: string) => string {
  if (statusCode === undefined) return inFlight ? paint.dim : paint.bad;
  if (statusCode >= 500) return paint.bad;
  return statusCode >= 400 ? paint.busy : paint.good;
}

/** What is told in the place of requests that a reader was too slow for. */
export function requestLossText(count: number): string {
  return count === 1
    ? 'prox: 1 request was lost here, it came too fast'
    : `prox: ${count} requests were lost here, they came too fast`;
}
