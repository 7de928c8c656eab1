import type {RequestBatch, RequestRecord} from '../core/request-record.ts';
import {decodeItems, encodeLagged, type Frame} from './frame.ts';
import {fromWire, toWire} from './wire.ts';

/** The first event of a stream of requests. */
export const CONNECTED_FRAME = 'event: connected\ndata: {}\n\n';

/** An event for each request, after one that tells how many were lost. */
export function encodeRequestBatch({dropped, requests}: RequestBatch): string {
  let frames = encodeLagged(dropped);
  for (const request of requests) frames += `data: ${JSON.stringify(toWire(request))}\n\n`;
  return frames;
}

/** The greeting is an empty batch. */
export function decodeRequestBatches(frames: readonly Frame[]): readonly RequestBatch[] {
  const batches = decodeItems(frames, data => fromWire(JSON.parse(data)) as RequestRecord);
  const told = batches.map(({dropped, items: requests}) => ({dropped, requests}));
  return frames[0]?.event === 'connected' ? [{dropped: 0, requests: []}, ...told] : told;
}
