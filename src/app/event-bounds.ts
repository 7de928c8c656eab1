import {harmless} from '../core/sanitize.ts';

/** Of a message, and of each text in the details. */
const MAX_CHARACTERS = 1000;
/** Of a list in the details. */
const MAX_ITEMS = 100;

/** One line that steers no terminal. */
export function boundedMessage(text: string): string {
  return boundedText(text.trimEnd().replaceAll(/\s*\n\s*/g, '; '));
}

/** A copy of plain data that is small enough to be kept by the thousand. */
export function boundedDetails(
  details: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(details).map(([key, value]) => [key, bounded(value)]));
}

function bounded(value: unknown): unknown {
  if (typeof value === 'string') return boundedText(value);
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map(bounded);
  return isRecord(value) ? boundedDetails(value) : value;
}

function boundedText(text: string): string {
  if (text.length <= MAX_CHARACTERS) return harmless(text);
  return `${harmless(text.slice(0, MAX_CHARACTERS - 1))}…`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
