import type {ClientRequest} from 'node:http';
import type {Arrived} from './client-message.ts';
import type {LiveRequest} from '../request-log/live-request.ts';
import {trailersIn} from './trailers.ts';

export interface Upload {
  readonly request: Arrived;
  readonly outgoing: ClientRequest;
  readonly record: LiveRequest;
}

/** Passes a body on as it comes, no faster than the target reads, with its trailers. */
export function upload({request, outgoing, record}: Upload): void {
  const write = (chunk: Buffer): void => {
    if (!outgoing.destroyed && outgoing.write(chunk)) request.resume();
  };
  const pass = (chunk: Buffer): void => {
    record.bytesIn += chunk.length;
    record.capture?.requestChunk(chunk);
    request.pause();
    // After what has arrived is read: a target that wants no more says so before it closes.
    setImmediate(write, chunk);
  };
  request.on('data', pass);
  outgoing.on('drain', () => request.resume());
  request.on('end', () => {
    setImmediate(() => {
      if (request.rawTrailers.length > 0) outgoing.addTrailers(trailersIn(request.rawTrailers));
      outgoing.end();
    });
  });
  // A target that wants no more: the rest is read to its end all the same, for the next request comes after it.
  outgoing.on('close', () => {
    request.off('data', pass);
    request.resume();
  });
}
