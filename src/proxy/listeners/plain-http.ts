import {createServer} from 'node:http';
import type {Server, Socket} from 'node:net';
import {hostName} from '../routes/host-name.ts';

/** The first byte of a TLS handshake (RFC 8446, 5.1: content type 22). */
const TLS_HANDSHAKE = 22;

/** Lets a TLS server answer who speaks plain HTTP to it with a redirect to `https:`. */
export function redirectPlainHttp(server: Server): void {
  const takeTls = server.listeners('connection');
  server.removeAllListeners('connection');
  const redirector = createRedirector();
  server.on('connection', (socket: Socket) => {
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === TLS_HANDSHAKE) {
        for (const take of takeTls) Reflect.apply(take, server, [socket]);
      } else {
        redirector.emit('connection', socket);
        socket.resume();
      }
    });
  });
}

/** 307 keeps method and body, and unlike 308 no browser keeps it for ever. */
function createRedirector(): Server {
  const server = createServer((request, response) => {
    const {host = ''} = request.headers;
    const name = hostName(host);
    if (name === undefined || request.url?.startsWith('/') !== true) {
      response.writeHead(400).end();
      return;
    }
    const location = `https://${name}:${request.socket.localPort}${request.url}`;
    response.writeHead(307, {location, connection: 'close', 'content-length': 0}).end();
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  return server;
}
