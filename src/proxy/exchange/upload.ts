import type {ClientRequest} from 'node:http';
import type {Arrived} from './client-message.ts';
import type {LiveRequest} from '../request-log/live-request.ts';

export interface Upload {
  readonly request: Arrived;
  readonly outgoing: ClientRequest;
  readonly record: LiveRequest;
}

/** Passes a body on as it comes, no faster than the target reads, with its trailers. */
export function upload({request, outgoing, record}: Upload): void {
  const pass = (chunk: Buffer): void => {
    record.bytesIn += chunk.length;
    record.capture?.requestChunk(chunk);
    if (!outgoing.write(chunk)) request.pause();
  };
  request.on('data', pass);
  outgoing.on('drain', () => request.resume());
  request.on('end', () => {
    if (request.rawTrailers.length > 0) outgoing.addTrailers(pairs(request.rawTrailers));
    outgoing.end();
  });
  // A target that wants no more: the rest is read to its end all the same, for the next request comes after it.
  outgoing.on('close', () => {
    request.off('data', pass);
    request.resume();
  });
}

function pairs(raw: readonly string[]): [string, string][] {
  const result: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) result.push([raw[i] ?? '', raw[i + 1] ?? '']);
  return result;
}
