import * as z from 'zod';
import type {Clock} from '../../core/clock.ts';
import {DEFAULT_LINES, LOG_STREAMS, MAX_LINES, MAX_PATTERN_LENGTH} from '../../core/log-entry.ts';
import {boolean, instant, integer, names, once, wordsOf} from '../parameters.ts';
import {lastEventId} from './resume.ts';

export function logQuery(clock: Clock) {
  return z
    .object({
      ...logFilter(clock),
      lines: integer(MAX_LINES)
        .describe(`${DEFAULT_LINES} unless told; what is above the maximum is clamped`)
        .exactOptional(),
      bytes: integer().describe('Bound of the sum of the sizes of `line`').exactOptional(),
    })
    .transform(withSinceSeq);
}

export function logStreamQuery(clock: Clock) {
  return z
    .object({...logFilter(clock), 'last-event-id': lastEventId.exactOptional()})
    .transform(withSinceSeq);
}

function logFilter(clock: Clock) {
  return {
    process: names.describe('Of these only').exactOptional(),
    stream: wordsOf(LOG_STREAMS).exactOptional(),
    pattern: once
      .max(MAX_PATTERN_LENGTH, `longer than ${MAX_PATTERN_LENGTH} characters`)
      .describe('Case-sensitive substring of the line')
      .exactOptional(),
    regex: boolean.describe('The pattern is a regular expression (RE2)').exactOptional(),
    since: instant(clock).describe(INSTANT).exactOptional(),
    until: instant(clock).describe(INSTANT).exactOptional(),
    since_seq: integer()
      .describe('Only entries with a greater `seq`, the oldest of them')
      .exactOptional(),
  };
}

const INSTANT = 'RFC 3339, or a duration back from now such as `5m`';

interface Position {
  readonly since_seq?: number;
  readonly 'last-event-id'?: number;
}

/** A reader that comes back sends both: its first `since_seq` and what it saw last. The greater goes. */
function withSinceSeq<T extends Position>(
  raw: T,
): Omit<T, keyof Position> & {readonly sinceSeq?: number} {
  const {since_seq: sinceSeq, 'last-event-id': lastEventId, ...rest} = raw;
  if (sinceSeq === undefined && lastEventId === undefined) return rest;
  return {...rest, sinceSeq: Math.max(sinceSeq ?? 0, lastEventId ?? 0)};
}
