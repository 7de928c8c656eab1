import type {LogBatch, LogEntry} from '../core/log-entry.ts';
import {logEntryFromWire, logEntryToJson, type WireLogEntry} from './log-wire.ts';

/** A server-sent event as it was parsed. */
export interface Frame {
  readonly event?: string | undefined;
  readonly data: string;
}

/** An event for each entry, after one that tells how many were lost. */
export function encodeLogBatch({dropped, entries}: LogBatch): string {
  let frames = dropped > 0 ? `event: lagged\ndata: {"dropped":${dropped}}\n\n` : '';
  for (const entry of entries) frames += `id: ${entry.seq}\ndata: ${logEntryToJson(entry)}\n\n`;
  return frames;
}

/** Entries that were lost begin a new batch. */
export function decodeLogBatches(frames: readonly Frame[]): readonly LogBatch[] {
  const batches: {dropped: number; entries: LogEntry[]}[] = [{dropped: 0, entries: []}];
  for (const {event, data} of frames) {
    if (event === 'lagged') {
      const {dropped} = JSON.parse(data) as Pick<LogBatch, 'dropped'>;
      batches.push({dropped, entries: []});
    } else {
      batches.at(-1)?.entries.push(logEntryFromWire(JSON.parse(data) as WireLogEntry));
    }
  }
  return batches.filter(({dropped, entries}) => dropped > 0 || entries.length > 0);
}
