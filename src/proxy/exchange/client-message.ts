import {ServerResponse, STATUS_CODES, type IncomingMessage} from 'node:http';
import {constants, Http2ServerResponse, type Http2ServerRequest} from 'node:http2';
import type {Socket} from 'node:net';
import type {RawHeaders} from './request-head.ts';
import {toHeaderObject} from './response-head.ts';

/** A request of a client, over HTTP/1 or HTTP/2. */
export type Arrived = IncomingMessage | Http2ServerRequest;
/** What its client is answered with. */
export type Response = ServerResponse | Http2ServerResponse;

export function schemeOf({socket}: Arrived): 'http' | 'https' {
  return 'encrypted' in socket && socket.encrypted ? 'https' : 'http';
}

/** Without the prefix that an IPv6 socket gives to addresses of IPv4. */
export function remoteAddrOf({socket}: Arrived): string {
  const address = socket.remoteAddress ?? '';
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}

/** A person looks at a page that is being loaded (Fetch Metadata; before it, a wish for HTML). */
export function isNavigation({method, headers}: Arrived): boolean {
  if (method !== 'GET') return false;
  const mode = headers['sec-fetch-mode'];
  if (mode !== undefined) return mode === 'navigate';
  return headers.accept?.includes('text/html') === true;
}

/** @throws what Node says of a status or header that cannot be sent */
export function writeHead(
  response: Response,
  status: number,
  {reason, headers}: {readonly reason?: string; readonly headers: RawHeaders},
): void {
  // Here, for what Node has taken of a head that it then refuses would be part of the next one.
  const most = response instanceof Http2ServerResponse ? 599 : 999;
  if (status < 200 || status > most) throw new RangeError(`status ${status}`);
  if (response instanceof Http2ServerResponse) {
    const object = toHeaderObject(headers);
    // Node ends a 205 at once, and over HTTP/2 a length that does not come is a fault.
    if (status === 205) delete object['content-length'];
    response.writeHead(status, object);
  } else if (reason === undefined || reason === STATUS_CODES[status] || !isSafeReason(reason)) {
    // Said here, for Node keeps the reason of a head that it then refuses.
    response.writeHead(status, STATUS_CODES[status] ?? '', headers as string[]);
  } else {
    response.writeHead(status, reason, headers as string[]);
  }
}

/** HTTP/2 sends it at once by itself. */
export function flushHead(response: Response): void {
  if (response instanceof ServerResponse) response.flushHeaders();
}

/** Ends an answer so that nobody takes it for whole. */
export function breakOff(response: Response): void {
  if (response instanceof ServerResponse) response.destroy();
  else if (response.stream.closed) response.stream.destroy();
  else response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
}

/**
 * Calls back when an answer is over, whole or not; perhaps twice. Node tells a response that waits behind
 * another on its connection nothing when that is lost.
 */
export function onClosed({socket}: Arrived, response: Response, callback: () => void): void {
  response.once('close', callback);
  if (response instanceof Http2ServerResponse) {
    // Reset without an error while a write waits, Node keeps it for ever, and with it its session.
    const {stream} = response;
    stream.once('aborted', () => setImmediate(() => stream.destroy()));
    return;
  }
  if (response.socket !== null) return;
  socket.once('close', callback);
  response.once('close', () => socket.off('close', callback));
}

/** All of it has been handed to the system. */
export function isSent(response: Response): boolean {
  if (response instanceof ServerResponse) return response.writableFinished;
  return response.writableEnded && response.stream.rstCode === constants.NGHTTP2_NO_ERROR;
}

/** For a socket that the HTTP parser has let go of. */
export function responseOn(socket: Socket, request: IncomingMessage): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => {
    socket.resume();
    socket.end(() => socket.destroy());
  });
  return response;
}

/** `HTTP/1.1 404 …` takes any bytes but control characters. */
function isSafeReason(reason: string): boolean {
  return !/[^\t\x20-\x7e\x80-\xff]/.test(reason);
}
