import {RE2JS} from 're2js';
import type {ProxEvent} from '../../../../src/core/event.ts';
import type {LogEntry} from '../../../../src/core/log-entry.ts';
import type {RequestRecord} from '../../../../src/core/request-record.ts';
import {type Filter, parseFilter} from '../../../../src/tui/filter/filter.ts';

export const compile = (source: string) => RE2JS.compile(source);

/** A filter whose text is known to be good. */
export function filter(text: string): Filter {
  const parsed = parseFilter(text, compile);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.filter;
}

/** What is said of a filter whose text is known to be bad. */
export function problem(text: string): string {
  const parsed = parseFilter(text, compile);
  if (parsed.ok) throw new Error(`nothing is wrong with ${text}`);
  return parsed.problem;
}

export function entry(line: string, facts: Partial<LogEntry> = {}): LogEntry {
  return {seq: 1, timestamp: 0, process: 'web', stream: 'stdout', line, ...facts};
}

export function request(facts: Partial<RequestRecord> = {}): RequestRecord {
  return {
    id: '0000001',
    timestamp: '2024-01-01T00:00:00.000Z',
    method: 'GET',
    url: '/users?page=2',
    subdomain: 'app',
    statusCode: 200,
    durationMs: 3,
    remoteAddr: '127.0.0.1',
    host: 'app.test:8080',
    process: 'web',
    protocol: 'http',
    tls: false,
    bytesIn: 0,
    bytesOut: 0,
    error: undefined,
    inFlight: false,
    ...facts,
  };
}

export function event(facts: Partial<ProxEvent> = {}): ProxEvent {
  return {
    id: 1,
    timestamp: '2024-01-01T00:00:00.000Z',
    severity: 'critical',
    type: 'process.crashed',
    process: 'web',
    message: 'web crashed (exit code 1)',
    details: {},
    acknowledged: false,
    acknowledgedAt: undefined,
    ...facts,
  };
}
