import type {ProxEvent, Severity} from '../../core/event.ts';
import {harmless} from '../../core/sanitize.ts';
import type {Tone} from '../../core/status-tone.ts';
import {tellingLine} from '../../core/telling-line.ts';
import type {Paint} from './paint.ts';

const SEVERITY_TONE: Readonly<Record<Severity, Tone>> = {
  info: 'dim',
  warning: 'busy',
  critical: 'bad',
};

/** As wide as what usually stands in them: a list that grows cannot look for its widest cell. */
const WIDTHS = {id: 4, time: 19, severity: 8, process: 7} as const;
const GAP = '  ';
const NONE = '-';
/** What is left of a last line on a terminal that is too narrow for any. */
const MIN_OUTPUT_WIDTH = 20;

export interface EventLineOptions {
  readonly paint: Paint;
  /** How long a line may be; undefined: as long as it is. */
  readonly columns: number | undefined;
  /** Of the processes there are. */
  readonly names: readonly string[];
}

/** The titles over `eventLine`s, with a line end. */
export function eventHeader({paint, names}: EventLineOptions): string {
  const titles = [
    'ID'.padEnd(WIDTHS.id),
    'TIME'.padEnd(WIDTHS.time),
    'SEVERITY'.padEnd(WIDTHS.severity),
    'PROCESS'.padEnd(processWidth(names)),
    'MESSAGE',
  ];
  return `${paint.strong(titles.join(GAP))}\n`;
}

/**
 * One event as a line with its line end. A crash has the last line that the process has written; that one
 * alone is cut for a narrow terminal.
 */
export function eventLine(event: ProxEvent, options: EventLineOptions): string {
  const {paint, columns = Number.POSITIVE_INFINITY, names} = options;
  const {id, timestamp, severity, process, message} = event;
  const isSettled = event.acknowledged && severity !== 'info';
  const cells = [
    String(id).padEnd(WIDTHS.id),
    localTime(timestamp),
    severity.padEnd(WIDTHS.severity),
    harmless(process ?? NONE).padEnd(processWidth(names)),
    harmless(message),
  ];
  const mark = isSettled ? ' (acknowledged)' : '';
  const room = columns - cells.join(GAP).length - mark.length;
  const output = cut(outputOf(event), Math.max(room, MIN_OUTPUT_WIDTH));
  cells[2] = paint[isSettled ? 'dim' : SEVERITY_TONE[severity]](cells[2] ?? '');
  return `${cells.join(GAP)}${paint.dim(`${output}${mark}`)}\n`;
}

/** What is told in the place of events that a reader was too slow for. */
export function eventLossText(count: number): string {
  return count === 1
    ? 'prox: 1 event was lost here, it came too fast'
    : `prox: ${count} events were lost here, they came too fast`;
}

/** What a process has said before it crashed, or where to find out more. */
function outputOf({type, process, message, details}: ProxEvent): string {
  if (type !== 'process.crashed' || process === undefined) return '';
  const {lines} = details;
  const written = Array.isArray(lines) ? lines.filter(line => typeof line === 'string') : [];
  const line = harmless(tellingLine(written).trim());
  if (line === '') return `; see \`prox why ${harmless(process)}\``;
  return message.includes(line) ? '' : `: ${line}`;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

function processWidth(names: readonly string[]): number {
  return Math.max(WIDTHS.process, ...names.map(name => name.length));
}

/** With the date: events are kept for days. */
function localTime(timestamp: string): string {
  const date = new Date(timestamp);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
  return `${day} ${time}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
