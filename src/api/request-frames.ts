import type {RequestBatch, RequestRecord} from '../core/request-record.ts';
import type {Frame} from './event-frames.ts';
import {fromWire, toWire} from './wire.ts';

/** The first event of a stream of requests. */
export const CONNECTED_FRAME = 'event: connected\ndata: {}\n\n';

/** An event for each request, after one that tells how many were lost. */
export function encodeRequestBatch({dropped, requests}: RequestBatch): string {
  let frames = dropped > 0 ? `event: lagged\ndata: {"dropped":${dropped}}\n\n` : '';
  for (const request of requests) frames += `data: ${JSON.stringify(toWire(request))}\n\n`;
  return frames;
}

/** What arrived together is one batch; what was lost begins a new one. The greeting is an empty batch. */
export function decodeRequestBatches(frames: readonly Frame[]): readonly RequestBatch[] {
  const batches: {dropped: number; requests: RequestRecord[]}[] = [{dropped: 0, requests: []}];
  for (const {event, data} of frames) {
    if (event === 'lagged') {
      const {dropped} = JSON.parse(data) as Pick<RequestBatch, 'dropped'>;
      batches.push({dropped, requests: []});
    } else if (event === undefined) {
      batches.at(-1)?.requests.push(fromWire(JSON.parse(data)) as RequestRecord);
    }
  }
  const told = batches.filter(({dropped, requests}) => dropped > 0 || requests.length > 0);
  return frames[0]?.event === 'connected' ? [{dropped: 0, requests: []}, ...told] : told;
}
