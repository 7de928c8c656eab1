import type {IncomingMessage} from 'node:http';
import type {Server} from 'node:net';
import type {Duplex} from 'node:stream';

export interface Upgrading {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What came after the headers. */
  readonly head: Buffer;
}

/**
 * A server may ignore a wish to upgrade (RFC 9110, 7.8), as every `curl --http2` has one. Node has let go of
 * the connection by then: it is given back with the same request, less the wish.
 */
export function takeWithoutUpgrade(server: Server, {request, socket, head}: Upgrading): void {
  const {method, url, httpVersion, headers, rawHeaders} = request;
  let text = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    if (!/^(?:upgrade|connection|http2-settings)$/i.test(name)) {
      text += `${name}: ${rawHeaders[i + 1]}\r\n`;
    }
  }
  if (/\bclose\b/i.test(headers.connection ?? '')) text += 'Connection: close\r\n';
  socket.unshift(Buffer.concat([Buffer.from(`${text}\r\n`, 'latin1'), head]));
  server.emit('encrypted' in socket ? 'secureConnection' : 'connection', socket);
}
