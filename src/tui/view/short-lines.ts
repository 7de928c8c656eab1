import type {ProxEvent} from '../../core/event.ts';
import type {RequestRecord} from '../../core/request-record.ts';
import {harmless} from '../../core/sanitize.ts';
import {SEVERITY_TONE} from '../../render/event-line.ts';
import type {Paint} from '../../render/paint.ts';
import {statusPaint, statusText} from '../../render/request-lines.ts';

const STATUS_WIDTH = 6;
const SEVERITY_WIDTH = 8;

export function shortRequestHeader({strong}: Paint): string {
  return strong(`${'STATUS'.padEnd(STATUS_WIDTH)} REQUEST`);
}

/** What a narrow screen has room for: `502    GET /users (connection refused)`. */
export function shortRequestLine(record: RequestRecord, paint: Paint): string {
  const {method, url, error} = record;
  const status = statusPaint(record, paint)(statusText(record).padEnd(STATUS_WIDTH));
  const reason = error === undefined ? '' : ` ${paint.bad(`(${harmless(error)})`)}`;
  return `${status} ${harmless(method)} ${harmless(url)}${reason}`;
}

export function shortEventHeader({strong}: Paint): string {
  return strong(`${'SEVERITY'.padEnd(SEVERITY_WIDTH)} MESSAGE`);
}

/** `critical web crashed (exit code 1)`. */
export function shortEventLine({severity, message}: ProxEvent, paint: Paint): string {
  return `${paint[SEVERITY_TONE[severity]](severity.padEnd(SEVERITY_WIDTH))} ${harmless(message)}`;
}
