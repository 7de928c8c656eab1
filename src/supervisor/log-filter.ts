import {RE2JS} from 're2js';
import {ProxError} from '../core/errors.ts';
import {type LogEntry, type LogFilter, MAX_PATTERN_LENGTH} from '../core/log-entry.ts';

/**
 * The test of a single entry, or undefined when every entry passes. Which processes and which seq is the
 * store's own business. Expressions run in linear time (RE2), so that no pattern can hang the supervisor.
 * @throws ProxError INVALID_PATTERN
 */
export function entryTest(filter: LogFilter): ((entry: LogEntry) => boolean) | undefined {
  const tests: ((entry: LogEntry) => boolean)[] = [];
  const {since, until, stream} = filter;
  if (since !== undefined) tests.push(entry => entry.timestamp >= since);
  if (until !== undefined) tests.push(entry => entry.timestamp <= until);
  if (stream !== undefined) tests.push(entry => stream.includes(entry.stream));
  const matches = lineTest(filter);
  if (matches) tests.push(entry => matches(entry.line));
  return tests.length === 0 ? undefined : entry => tests.every(test => test(entry));
}

function lineTest({pattern, regex}: LogFilter): ((line: string) => boolean) | undefined {
  if (pattern === undefined || pattern === '') return undefined;
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new ProxError('INVALID_PATTERN', {
      detail: `at most ${MAX_PATTERN_LENGTH} characters, this one has ${pattern.length}`,
    });
  }
  return regex ? linePattern(pattern) : line => line.includes(pattern);
}

/** Whether a line matches an RE2 expression anywhere. @throws ProxError INVALID_PATTERN */
export function linePattern(pattern: string): (line: string) => boolean {
  try {
    const compiled = RE2JS.compile(pattern);
    return line => compiled.test(line);
  } catch (error) {
    throw new ProxError('INVALID_PATTERN', {
      detail: error instanceof Error ? error.message : String(error),
      hint: 'Expressions use RE2 syntax: no look-around, no back-references.',
      cause: error,
    });
  }
}
