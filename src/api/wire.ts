import type {LogPage} from '../core/log-entry.ts';
import type {ShutdownReport} from '../core/prox.ts';
import {logPageFromWire, logPageToJson, type WireLogPage} from './log-wire.ts';
import {ROUTES, type Operation} from './routes.ts';

/** The keys inside these are a user's own. */
const VERBATIM = new Set(['env', 'details']);

/** The JSON text of an answer; `answer` is what the operation resolved to. */
export function encodeAnswer(operation: Operation, answer: unknown): string {
  if (ROUTES[operation].kind === 'action') return '{"success":true}';
  if (operation === 'logs') return logPageToJson(answer as LogPage);
  if (operation === 'shutdown') return JSON.stringify(shutdownToWire(answer as ShutdownReport));
  return JSON.stringify(toWire(answer));
}

/** What the operation resolves to, from the parsed JSON of its answer. */
export function decodeAnswer(operation: Operation, body: unknown): unknown {
  if (ROUTES[operation].kind === 'action') return undefined;
  if (operation === 'logs') return logPageFromWire(body as WireLogPage);
  if (operation === 'shutdown') return shutdownFromWire(fromWire(body) as Partial<ShutdownReport>);
  return fromWire(body);
}

/** camelCase becomes snake_case and undefined becomes null, all the way down. */
export function toWire(value: unknown): unknown {
  if (value === undefined) return null;
  return mapKeys(value, {rename: snakeCase, convert: toWire});
}

/** The way back: snake_case becomes camelCase and null becomes undefined. */
export function fromWire(value: unknown): unknown {
  if (value === null) return undefined;
  return mapKeys(value, {rename: camelCase, convert: fromWire});
}

interface KeyMapping {
  readonly rename: (key: string) => string;
  readonly convert: (value: unknown) => unknown;
}

function mapKeys(value: unknown, {rename, convert}: KeyMapping): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(convert);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      rename(key),
      VERBATIM.has(key) ? inner : convert(inner),
    ]),
  );
}

export function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

function camelCase(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function shutdownToWire(report: ShutdownReport): unknown {
  return report.waited ? {success: true, ...report} : {success: true};
}

function shutdownFromWire({
  waited = false,
  failures = [],
}: Partial<ShutdownReport>): ShutdownReport {
  return {waited, failures};
}
