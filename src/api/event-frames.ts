import type {EventBatch, ProxEvent} from '../core/event.ts';
import {decodeItems, encodeLagged, type Frame} from './frame.ts';
import {fromWire, toWire} from './wire.ts';

/** An event for each, after one that tells how many were lost. */
export function encodeEventBatch({dropped, events}: EventBatch): string {
  let frames = encodeLagged(dropped);
  for (const event of events) {
    frames += `id: ${event.id}\ndata: ${JSON.stringify(toWire(event))}\n\n`;
  }
  return frames;
}

export function decodeEventBatches(frames: readonly Frame[]): readonly EventBatch[] {
  const batches = decodeItems(frames, data => fromWire(JSON.parse(data)) as ProxEvent);
  return batches.map(({dropped, items: events}) => ({dropped, events}));
}
