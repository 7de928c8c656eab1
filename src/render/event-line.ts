import type {ProxEvent, Severity} from '../core/event.ts';
import {harmless} from '../core/sanitize.ts';
import type {Tone} from '../core/status-tone.ts';
import {tellingLine} from '../core/telling-line.ts';
import {cut} from './fitted-table.ts';
import type {Paint} from './paint.ts';
import {timeOfDay, twoDigits} from './time-of-day.ts';

export const SEVERITY_TONE: Readonly<Record<Severity, Tone>> = {
  info: 'dim',
  warning: 'busy',
  critical: 'bad',
};

/** As wide as what usually stands in them: a list that grows cannot look for its widest cell. */
const WIDTHS = {id: 4, time: 19, severity: 8, process: 7} as const;
const GAP = '  ';
const NONE = '-';
/** Less than this of a last line hides the cause: it gets a line of its own. */
const MIN_OUTPUT_WIDTH = 40;
const INDENT = ' '.repeat(WIDTHS.id + GAP.length);

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
 * alone is cut for a narrow terminal, and stands below where too little of it would be left.
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
  const {link, text} = outputOf(event);
  const output = link + text;
  cells[2] = paint[isSettled ? 'dim' : SEVERITY_TONE[severity]](cells[2] ?? '');
  const line = cells.join(GAP);
  if (output.length <= room || room >= MIN_OUTPUT_WIDTH) {
    return `${line}${paint.dim(cut(output, room) + mark)}\n`;
  }
  const below = cut(text, Math.max(columns - INDENT.length, MIN_OUTPUT_WIDTH));
  return `${line}${paint.dim(mark)}\n${INDENT}${paint.dim(below)}\n`;
}

/** What is told in the place of events that a reader was too slow for. */
export function eventLossText(count: number): string {
  return count === 1
    ? 'prox: 1 event was lost here, it came too fast'
    : `prox: ${count} events were lost here, they came too fast`;
}

interface Said {
  /** Between it and the message in front of it. */
  readonly link: string;
  readonly text: string;
}

const NOTHING: Said = {link: '', text: ''};

/** What a process has said before it crashed, or where to find out more. */
function outputOf({type, process, message, details}: ProxEvent): Said {
  if (type !== 'process.crashed' || process === undefined) return NOTHING;
  const {lines} = details;
  const written = Array.isArray(lines) ? lines.filter(line => typeof line === 'string') : [];
  const line = harmless(tellingLine(written).trim());
  if (line === '') return {link: '; ', text: `see \`prox why ${harmless(process)}\``};
  return message.includes(line) ? NOTHING : {link: ': ', text: line};
}

function processWidth(names: readonly string[]): number {
  return Math.max(WIDTHS.process, ...names.map(name => name.length));
}

/** With the date: events are kept for days. */
export function localTime(timestamp: string): string {
  const date = new Date(timestamp);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-');
  return `${day} ${timeOfDay(timestamp)}`;
}
