import * as z from 'zod';
import type {Clock} from '../../core/clock.ts';
import {
  DEFAULT_EVENT_LIMIT,
  EVENT_TYPES,
  MAX_EVENTS,
  SEVERITIES,
  type EventType,
} from '../../core/event.ts';
import {boolean, instant, integer, names, wordsOf} from '../parameters.ts';
import {lastEventId} from './resume.ts';

const TYPES = Object.keys(EVENT_TYPES) as readonly EventType[];

const filter = {
  severity: wordsOf(SEVERITIES).exactOptional(),
  type: wordsOf(TYPES).exactOptional(),
  process: names.describe('About these only').exactOptional(),
};

export function eventQuery(clock: Clock) {
  return z.object({
    ...filter,
    acknowledged: boolean.exactOptional(),
    since: instant(clock)
      .describe('RFC 3339, or a duration back from now such as `5m`')
      .exactOptional(),
    limit: integer(MAX_EVENTS)
      .describe(`${DEFAULT_EVENT_LIMIT} unless told; what is above the maximum is clamped`)
      .exactOptional(),
    offset: integer().describe('How many of the newest are passed over').exactOptional(),
  });
}

export const eventStreamQuery = z
  .object({
    ...filter,
    since_id: integer().describe('What is kept after this one comes first').exactOptional(),
    'last-event-id': lastEventId.exactOptional(),
  })
  .transform(withSinceId);

export const eventRef = z.object({id: integer()});

const IDS = 'must be a list of event ids';

export const acknowledgement = z
  .object({
    ids: z
      .array(z.int(IDS).min(0, IDS), IDS)
      .max(MAX_EVENTS, `must be at most ${MAX_EVENTS}`)
      .describe('Those that are not kept are passed over')
      .exactOptional(),
    all: z.literal(true, 'must be true, or left out').describe('In place of `ids`').exactOptional(),
  })
  .refine(({ids, all}) => (ids === undefined) !== (all === undefined), {
    path: ['ids'],
    error: 'or all must be given, and not both',
  });

interface Position {
  readonly since_id?: number;
  readonly 'last-event-id'?: number;
}

/** Of both the greater goes, as with logs. */
function withSinceId<T extends Position>(
  raw: T,
): Omit<T, keyof Position> & {readonly sinceId?: number} {
  const {since_id: sinceId, 'last-event-id': lastId, ...rest} = raw;
  if (sinceId === undefined && lastId === undefined) return rest;
  return {...rest, sinceId: Math.max(sinceId ?? 0, lastId ?? 0)};
}
