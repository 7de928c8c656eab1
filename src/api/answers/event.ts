import * as z from 'zod';
import {
  EVENT_TYPES,
  SEVERITIES,
  type EventCount,
  type EventPage,
  type EventType,
  type ProxEvent,
} from '../../core/event.ts';
import type {WireAcknowledged} from '../wire-answer.ts';
import {objectOf} from './component.ts';
import {count, instant, text} from './values.ts';

export const event = objectOf<ProxEvent>('Event')({
  id: count.describe('Later events have greater ones'),
  timestamp: instant,
  severity: z.enum(SEVERITIES),
  type: z.enum(Object.keys(EVENT_TYPES) as readonly EventType[]),
  process: text.nullable().describe('Null when it is about none'),
  message: text,
  details: z.record(text, z.unknown()).describe('Facts for programs'),
  acknowledged: z.boolean(),
  acknowledged_at: instant.nullable(),
});

export const eventPage = objectOf<EventPage>('EventPage')({
  events: z.array(event).describe('Newest first'),
  filtered_count: count.describe('Events in this answer'),
  total_count: count.describe('Events kept that match, before `limit` and `offset`'),
  has_more: z.boolean().describe('There are older ones that match'),
});

export const eventCount = objectOf<EventCount>('EventCount')({
  count: count.describe('Warnings and criticals that nobody has acknowledged'),
  by_severity: z.object({warning: count, critical: count}),
});

export const acknowledged = objectOf<WireAcknowledged>('Acknowledged')({
  success: z.literal(true),
  acknowledged: count.describe('How many were not before'),
});
