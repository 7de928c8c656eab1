import {toWire} from '../api/wire.ts';
import type {ProxEvent} from '../core/event.ts';
import {harmless} from '../core/sanitize.ts';
import {localTime, SEVERITY_TONE} from './event-line.ts';
import type {Paint} from './paint.ts';

/** One event in full: the message, what it is about, its facts, and the last lines of a crash, nothing cut. */
export function eventDetail(event: ProxEvent, paint: Paint): string {
  const {id, timestamp, severity, type, process, message, details} = event;
  const {lines, ...facts} = details;
  const rows: readonly (readonly [string, string])[] = [
    ['id', String(id)],
    ['time', `${localTime(timestamp)} (${timestamp})`],
    ['severity', paint[SEVERITY_TONE[severity]](severity)],
    ['type', type],
    ...(process === undefined ? [] : [['process', harmless(process)] as const]),
    ['acknowledged', acknowledgedText(event)],
    ...Object.entries(wireOf(facts)).map(
      ([key, value]) => [harmless(key), factText(value)] as const,
    ),
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  return [
    paint.strong(harmless(message)),
    ...rows.map(([title, text]) => `  ${title.padEnd(width)}  ${text}`),
    ...linesOf(lines),
  ].join('\n');
}

function acknowledgedText({acknowledged, acknowledgedAt}: ProxEvent): string {
  if (!acknowledged) return 'no';
  return acknowledgedAt === undefined ? 'yes' : `${localTime(acknowledgedAt)} (${acknowledgedAt})`;
}

/** Keys as in `--json`. */
function wireOf(facts: Readonly<Record<string, unknown>>): object {
  const wire = toWire(facts);
  return typeof wire === 'object' && wire !== null ? wire : {};
}

function factText(value: unknown): string {
  return harmless(typeof value === 'string' ? value : JSON.stringify(value));
}

function linesOf(lines: unknown): readonly string[] {
  if (!Array.isArray(lines) || lines.length === 0) return [];
  const shown = lines.filter(line => typeof line === 'string');
  return ['', 'its last lines:', ...shown.map(line => `  ${harmless(line)}`)];
}
