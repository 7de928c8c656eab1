import type {LogBatch, LogEntry} from '../core/log-entry.ts';
import {logEntryFromWire, logEntryToJson, type WireLogEntry} from './log-wire.ts';
import type {Operation} from './routes.ts';
import {fromWire, toWire} from './wire.ts';

/** A server-sent event as it was parsed. */
export interface Frame {
  readonly event?: string | undefined;
  readonly data: string;
}

/** The server-sent events of one item of a stream (spec: api.md, "Streams"). */
export function encodeFrames(operation: Operation, item: unknown): string {
  if (operation === 'followLogs') return encodeLogBatch(item as LogBatch);
  return `data: ${JSON.stringify(toWire(item))}\n\n`;
}

/** The items that frames which arrived together make; entries that were lost begin a new batch. */
export function decodeFrames(operation: Operation, frames: readonly Frame[]): readonly unknown[] {
  if (operation === 'followLogs') return decodeLogBatches(frames);
  return frames.map(({data}) => fromWire(JSON.parse(data)));
}

function encodeLogBatch({dropped, entries}: LogBatch): string {
  let frames = dropped > 0 ? `event: lagged\ndata: {"dropped":${dropped}}\n\n` : '';
  for (const entry of entries) frames += `id: ${entry.seq}\ndata: ${logEntryToJson(entry)}\n\n`;
  return frames;
}

function decodeLogBatches(frames: readonly Frame[]): readonly LogBatch[] {
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
