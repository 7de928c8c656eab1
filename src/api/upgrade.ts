import type {IncomingMessage, Server} from 'node:http';
import type {Duplex} from 'node:stream';
import {servedPaths} from './path-pattern.ts';
import {OWN_ROUTES} from './all-routes.ts';

/** A request with an `Upgrade` header, as Node hands it over: its connection speaks HTTP no more. */
export interface Upgrade {
  readonly message: IncomingMessage;
  readonly socket: Duplex;
  /** What came behind the headers. */
  readonly head: Buffer;
}

/** Of an upgrade Node reads no body and passes no error on, so it must be asked for on purpose. */
export function isWebSocketUpgrade({method, url = '', headers}: IncomingMessage): boolean {
  const [path = ''] = url.split('?', 1);
  return (
    method === 'GET' &&
    servedPaths(OWN_ROUTES.socket).includes(path) &&
    headers.upgrade?.toLowerCase() === 'websocket'
  );
}

/**
 * Lets the server answer as if `Upgrade` had not been asked for, as RFC 9110, section 7.8, allows: it reads
 * the request once more, without that header, and its body. Then the connection closes.
 */
export function answerWithoutUpgrade(server: Server, {message, socket, head}: Upgrade): void {
  socket.unshift(head);
  socket.unshift(Buffer.from(headWithoutUpgrade(message), 'latin1'));
  server.emit('connection', socket);
}

const NOT_HANDED_ON = new Set(['upgrade', 'connection']);

function headWithoutUpgrade({method, url, httpVersion, rawHeaders}: IncomingMessage): string {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!NOT_HANDED_ON.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  return [...lines, 'connection: close', '', ''].join('\r\n');
}
