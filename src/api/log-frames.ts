import type {LogBatch} from '../core/log-entry.ts';
import {decodeItems, encodeLagged, type Frame} from './frame.ts';
import {logEntryFromWire, logEntryToJson, type WireLogEntry} from './log-wire.ts';

/** An event for each entry, after one that tells how many were lost. */
export function encodeLogBatch({dropped, entries}: LogBatch): string {
  let frames = encodeLagged(dropped);
  for (const entry of entries) frames += `id: ${entry.seq}\ndata: ${logEntryToJson(entry)}\n\n`;
  return frames;
}

export function decodeLogBatches(frames: readonly Frame[]): readonly LogBatch[] {
  const batches = decodeItems(frames, data => logEntryFromWire(JSON.parse(data) as WireLogEntry));
  return batches.map(({dropped, items: entries}) => ({dropped, entries}));
}
