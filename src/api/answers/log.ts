import * as z from 'zod';
import {LOG_STREAMS} from '../../core/log-entry.ts';
import type {WireLogEntry, WireLogPage} from '../log-wire.ts';
import {objectOf} from './component.ts';
import {count, instant, text} from './values.ts';

export const logEntry = objectOf<WireLogEntry>('LogEntry')({
  seq: count.describe('Gapless over all processes of one run of prox'),
  timestamp: instant,
  process: text,
  stream: z.enum(LOG_STREAMS).describe('`prox`: what prox says about the process'),
  line: text.describe('Without its line end'),
  truncated: z.literal(true).exactOptional().describe('It is a part of a longer line'),
});

export const logPage = objectOf<WireLogPage>('LogPage')({
  logs: z.array(logEntry).describe('Oldest first'),
  filtered_count: count.describe('Entries in this answer'),
  total_count: count.describe('Entries held that match, before the limits'),
  next_seq: count.describe('The `since_seq` to go on with'),
  dropped: count.describe('Entries after `since_seq` that are no longer held'),
});
