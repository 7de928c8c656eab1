import {RE2JS} from 're2js';
import {ProxError} from '../core/errors.ts';
import {type LogFilter, MAX_PATTERN_LENGTH} from '../core/log-entry.ts';
import type {LineRun} from './log-page.ts';

/** What a reader wants of the lines it may see; which processes and which seq is the store's own business. */
export interface LineFilter {
  /** All lines of a run have this in common. */
  readonly acceptsRun: (run: Pick<LineRun, 'stream' | 'timestamp'>) => boolean;
  /** Undefined: any text will do. */
  readonly acceptsText: ((line: string) => boolean) | undefined;
}

/** @throws ProxError INVALID_PATTERN */
export function lineFilter({stream, since, until, pattern, regex}: LogFilter): LineFilter {
  return {
    acceptsRun: run =>
      (stream === undefined || stream.includes(run.stream)) &&
      (since === undefined || run.timestamp >= since) &&
      (until === undefined || run.timestamp <= until),
    acceptsText: textTest(pattern, regex ?? false),
  };
}

function textTest(
  pattern: string | undefined,
  isRegex: boolean,
): ((line: string) => boolean) | undefined {
  if (pattern === undefined || pattern === '') return undefined;
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new ProxError('INVALID_PATTERN', {
      detail: `at most ${MAX_PATTERN_LENGTH} characters, this one has ${pattern.length}`,
    });
  }
  return isRegex ? linePattern(pattern) : line => line.includes(pattern);
}

/**
 * Whether a line matches an RE2 expression anywhere. It runs in linear time: no pattern can hang the
 * supervisor.
 * @throws ProxError INVALID_PATTERN
 */
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
