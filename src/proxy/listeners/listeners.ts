import http, {type RequestListener} from 'node:http';
import type {Server as NetServer, Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {Server as TlsServer} from 'node:tls';
import {hasCode, ProxError} from '../../core/errors.ts';
import type {Arrived, Response} from '../exchange/client-message.ts';
import {listenError} from './listen-error.ts';
import {endsAfterAnswer, refuseMalformed, refuseMethod} from './raw-refusal.ts';
import {createTlsServer, TIMEOUTS, type TlsOptions} from './tls-server.ts';
import {takeWithoutUpgrade} from './without-upgrade.ts';

/** What is done with what arrives, over whatever protocol. */
export interface Handlers {
  readonly onRequest: (request: Arrived, response: Response) => void;
  /** HTTP/1.1 with `Upgrade: websocket`. */
  readonly onUpgrade: (request: http.IncomingMessage, socket: Socket, head: Buffer) => void;
  /** CONNECT over HTTP/2. */
  readonly onConnect: (request: Arrived, response: Response) => void;
}

export interface ListenerOptions {
  readonly handlers: Handlers;
  /** Undefined: plain HTTP. */
  readonly tls: TlsOptions | undefined;
}

export interface Address {
  /** Those that this machine does not have are left out, as long as one is left. */
  readonly hosts: readonly string[];
  /** 0: any that is free on all hosts. */
  readonly port: number;
}

const MAX_PORT_TRIES = 10;

/** The servers of one port, one for each address. */
export class Listeners {
  readonly #options: ListenerOptions;
  readonly #servers: NetServer[] = [];
  readonly #sockets = new Set<Socket>();

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** Resolves with the port. @throws ProxError PORT_IN_USE (`details`: host and port), START_FAILED */
  async listen({hosts, port}: Address): Promise<number> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#listenOnAll(hosts, port);
      } catch (error) {
        await this.close();
        const isTaken = error instanceof ProxError && error.code === 'PORT_IN_USE';
        if (port !== 0 || !isTaken || tries === MAX_PORT_TRIES) throw error;
      }
    }
  }

  /** For the handshakes to come of clients that send no server name. */
  replaceDefault(pem: string): void {
    for (const server of this.#servers) {
      if (server instanceof TlsServer) server.setSecureContext({key: pem, cert: pem});
    }
  }

  /** Ends every connection at once. */
  async close(): Promise<void> {
    const servers = this.#servers.splice(0);
    const closed = servers.map(async server => {
      await new Promise<void>(resolve => {
        server.close(() => resolve());
      });
    });
    for (const socket of this.#sockets) socket.destroy();
    await Promise.all(closed);
  }

  async #listenOnAll(hosts: readonly string[], port: number): Promise<number> {
    let bound = port;
    const missing: ProxError[] = [];
    const scheme = this.#options.tls === undefined ? 'http' : 'https';
    for (const host of hosts) {
      const server = this.#createServer();
      try {
        bound = await listenOn(server, {host, port: bound});
        this.#servers.push(server);
      } catch (error) {
        if (!hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT'))
          throw listenError(error, {scheme, host, port: bound});
        missing.push(listenError(error, {scheme, host, port: bound}));
      }
    }
    const [first] = missing;
    if (this.#servers.length === 0 && first !== undefined) throw first;
    return bound;
  }

  #createServer(): NetServer {
    const {handlers, tls} = this.#options;
    const server = tls === undefined ? http.createServer(TIMEOUTS) : createTlsServer(tls);
    // The types of Node know requests of HTTP/1 only.
    server.on('request', handlers.onRequest as unknown as RequestListener);
    server.on('upgrade', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
      // Whatever happens to it from here on is nobody's emergency.
      socket.on('error', () => socket.destroy());
      if (endsAfterAnswer(socket)) return;
      if (isWebSocket(request)) handlers.onUpgrade(request, socket as Socket, head);
      else takeWithoutUpgrade(server, {request, socket, head});
    });
    server.on('connect', (request: Arrived, second: Response | Socket) => {
      if ('stream' in request) handlers.onConnect(request, second as Response);
      else if (!endsAfterAnswer(second as Socket)) refuseMethod(second as Socket);
    });
    server.on('clientError', refuseMalformed);
    // The size of the headers is bounded; beyond their number Node would leave out the rest without a word.
    Object.assign(server, {maxHeadersCount: 0});
    server.on('connection', (socket: Socket) => this.#watch(socket));
    server.on('secureConnection', (socket: Socket) => socket.setMaxListeners(0));
    return server;
  }

  #watch(socket: Socket): void {
    this.#sockets.add(socket);
    // Each pipelined request listens for the end of the socket that they share.
    socket.setMaxListeners(0);
    socket.on('error', () => undefined);
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

/** The handshake of a WebSocket (RFC 6455, 4.1); any other wish to upgrade may be ignored. */
function isWebSocket({method, httpVersion, headers}: http.IncomingMessage): boolean {
  return (
    headers.upgrade?.toLowerCase() === 'websocket' &&
    method === 'GET' &&
    httpVersion !== '1.0' &&
    headers['transfer-encoding'] === undefined &&
    (headers['content-length'] ?? '0') === '0'
  );
}

async function listenOn(
  server: NetServer,
  address: {readonly host: string; readonly port: number},
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      // One connection that cannot be accepted is the loss of that one.
      server.on('error', () => undefined);
      resolve();
    });
  });
  const bound = server.address();
  return typeof bound === 'string' || bound === null ? address.port : bound.port;
}
