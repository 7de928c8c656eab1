import {fromWire, toWire} from '../api/wire.ts';
import {EVENT_TYPES, type EventType, type ProxEvent} from '../core/event.ts';

/** One line of `.prox/events.jsonl`: an event as the API gives it. */
export function eventRecord(event: ProxEvent): string {
  return `${JSON.stringify(toWire(event))}\n`;
}

/** A line of the same file: these events, of lines above it, were acknowledged. `at` is RFC 3339. */
export function acknowledgementRecord(ids: readonly number[], at: string): string {
  return `${JSON.stringify({acknowledged: ids, at})}\n`;
}

/**
 * The events of such a file, acknowledged as it says, by growing id. Lines that are no records of ours are
 * passed over, and so is a last one that was not written to its end.
 */
export function readRecords(text: string): readonly ProxEvent[] {
  const events = new Map<number, ProxEvent>();
  let lastId = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    const record = parseRecord(line);
    if (isEvent(record) && record.id > lastId) {
      lastId = record.id;
      events.set(record.id, {...record, severity: EVENT_TYPES[record.type]});
    } else if (isAcknowledgement(record)) {
      acknowledge(events, record);
    }
  }
  return [...events.values()];
}

interface AcknowledgementRecord {
  readonly acknowledged: readonly unknown[];
  readonly at: string;
}

function acknowledge(
  events: Map<number, ProxEvent>,
  {acknowledged, at}: AcknowledgementRecord,
): void {
  for (const id of acknowledged) {
    const event = typeof id === 'number' ? events.get(id) : undefined;
    if (event) events.set(event.id, {...event, acknowledged: true, acknowledgedAt: at});
  }
}

function parseRecord(line: string): unknown {
  try {
    return fromWire(JSON.parse(line));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isEvent(value: unknown): value is ProxEvent {
  return (
    isRecord(value) &&
    Number.isSafeInteger(value['id']) &&
    isTime(value['timestamp']) &&
    isEventType(value['type']) &&
    isTextOrNone(value['process']) &&
    typeof value['message'] === 'string' &&
    isRecord(value['details']) &&
    typeof value['acknowledged'] === 'boolean' &&
    isTextOrNone(value['acknowledgedAt'])
  );
}

function isAcknowledgement(value: unknown): value is AcknowledgementRecord {
  return isRecord(value) && Array.isArray(value['acknowledged']) && isTime(value['at']);
}

/** One of a newer prox may be unknown here. */
function isEventType(value: unknown): value is EventType {
  return typeof value === 'string' && Object.hasOwn(EVENT_TYPES, value);
}

function isTime(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function isTextOrNone(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
