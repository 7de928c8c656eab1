import type {IncomingMessage} from 'node:http';
import type {Writable} from 'node:stream';
import {breakOff, flushHead, writeHead, type Response} from './client-message.ts';
import type {LiveRequest} from '../request-log/live-request.ts';
import {readResponseHead} from './response-head.ts';
import {trailersIn} from './trailers.ts';

/**
 * Passes an answer on as it comes: no faster than the client reads, with its trailers, and broken off when
 * the target breaks it off. What was in flight is counted in `record`.
 * @throws before anything is sent, when status or headers cannot be passed on
 */
export function relay(answer: IncomingMessage, response: Response, record: LiveRequest): void {
  const {statusCode = 0, statusMessage = ''} = answer;
  const {headers, contentLength} = readResponseHead(answer.rawHeaders, {
    status: statusCode,
    takesTrailers: takesTrailers(response, statusCode),
  });
  writeHead(response, statusCode, {reason: statusMessage, headers});
  record.statusCode = statusCode;
  record.capture?.responseHead(headers);
  const sink: Writable = response;
  let received = 0;
  answer.on('data', (chunk: Buffer) => {
    received += chunk.length;
    record.bytesOut = received;
    record.capture?.responseChunk(chunk);
    // With the last chunk, for then head, body and end are one write.
    if (received === contentLength) sink.end(chunk);
    else if (!sink.write(chunk)) answer.pause();
  });
  sink.on('drain', () => answer.resume());
  // One write with the first of the body where that is there already; else the head does not wait for it.
  process.nextTick(() => {
    if (received === 0 && !sink.writableEnded) flushHead(response);
  });
  answer.on('end', () => {
    if (sink.writableEnded) return;
    if (answer.rawTrailers.length > 0) addTrailers(response, answer.rawTrailers);
    sink.end();
  });
  answer.on('close', () => {
    if (answer.complete || response.destroyed) return;
    record.error ??= 'the target broke off its answer';
    breakOff(response);
  });
  // The close that follows tells all there is to tell.
  answer.on('error', () => undefined);
}

function addTrailers(response: Response, raw: readonly string[]): void {
  response.addTrailers(Object.fromEntries(trailersIn(raw)));
}

/** They come after chunks; Node refuses to announce them where there are none. */
function takesTrailers(response: Response, status: number): boolean {
  const {method, httpVersion} = response.req;
  return httpVersion !== '1.0' && method !== 'HEAD' && status !== 204 && status !== 304;
}
