import http, {type RequestListener, type Server} from 'node:http';
import {createSecureServer} from 'node:http2';
import https from 'node:https';
import type {Server as NetServer, Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import {Server as TlsServer, type SecureContext} from 'node:tls';
import {callbackify} from 'node:util';
import {hasCode, ProxError} from '../../core/errors.ts';
import type {Arrived, Response} from '../exchange/client-message.ts';
import {redirectPlainHttp} from './plain-http.ts';
import {refuseMalformed, refuseMethod} from './raw-refusal.ts';
import {takeWithoutUpgrade} from './without-upgrade.ts';

/** What is done with what arrives, over whatever protocol. */
export interface Handlers {
  readonly onRequest: (request: Arrived, response: Response) => void;
  /** HTTP/1.1 with `Upgrade: websocket`. */
  readonly onUpgrade: (request: http.IncomingMessage, socket: Socket, head: Buffer) => void;
  /** CONNECT over HTTP/2. */
  readonly onConnect: (request: Arrived, response: Response) => void;
}

/** What the TLS listener shows, by server name. */
export interface Certificates {
  /** Key and certificate, for clients that send no server name. */
  readonly defaultPem: string;
  readonly contextFor: (serverName: string) => Promise<SecureContext>;
}

export interface ListenerOptions {
  readonly handlers: Handlers;
  /** Undefined: plain HTTP. */
  readonly tls: (Certificates & {readonly isHttp2: boolean}) | undefined;
}

export interface Address {
  /** Those that this machine does not have are left out, as long as one is left. */
  readonly hosts: readonly string[];
  /** 0: any that is free on all hosts. */
  readonly port: number;
}

/** A stream or an upload may take as long as it likes; headers may not. */
const TIMEOUTS = {requestTimeout: 0, headersTimeout: 60_000} as const;
/** A browser cancels as many as it likes while a page is reloaded (CVE-2023-44487 is no worry on loopback). */
const STREAM_RESETS = {streamResetBurst: 100_000, streamResetRate: 10_000} as const;
/** More at once would be more connections than the backlog of a target takes (511 in Node). */
const MAX_STREAMS = 256;
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
    for (const host of hosts) {
      const server = this.#createServer();
      try {
        bound = await listenOn(server, {host, port: bound});
        this.#servers.push(server);
      } catch (error) {
        if (!hasCode(error, 'EADDRNOTAVAIL', 'EAFNOSUPPORT'))
          throw listenError(error, {host, port: bound});
        missing.push(listenError(error, {host, port: bound}));
      }
    }
    const [first] = missing;
    if (this.#servers.length === 0 && first !== undefined) throw first;
    return bound;
  }

  #createServer(): NetServer {
    const {handlers, tls} = this.#options;
    const server = tls === undefined ? http.createServer(TIMEOUTS) : createTlsServer(tls);
    server.on('request', handlers.onRequest as unknown as RequestListener);
    server.on('upgrade', (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
      // Whatever happens to it from here on is nobody's emergency.
      socket.on('error', () => socket.destroy());
      const isWebSocket = request.headers.upgrade?.toLowerCase() === 'websocket';
      if (isWebSocket) handlers.onUpgrade(request, socket as Socket, head);
      else takeWithoutUpgrade(server, {request, socket, head});
    });
    server.on('connect', (request: Arrived, second: Response | Socket) => {
      if ('stream' in request) handlers.onConnect(request, second as Response);
      else refuseMethod(second as Socket);
    });
    server.on('clientError', refuseMalformed);
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

function createTlsServer({
  defaultPem,
  contextFor,
  isHttp2,
}: NonNullable<ListenerOptions['tls']>): Server {
  const SNICallback = callbackify(contextFor);
  const options = {...TIMEOUTS, key: defaultPem, cert: defaultPem, SNICallback};
  const server = isHttp2
    ? createSecureServer({
        ...options,
        ...STREAM_RESETS,
        allowHTTP1: true,
        settings: {enableConnectProtocol: true, maxConcurrentStreams: MAX_STREAMS},
      })
    : https.createServer(options);
  // A handshake that fails, a session that is cut off: the client's loss, and no news.
  server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  server.on('sessionError', () => undefined);
  redirectPlainHttp(server);
  return server as Server;
}

async function listenOn(
  server: NetServer,
  address: {readonly host: string; readonly port: number},
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = server.address();
  return typeof bound === 'string' || bound === null ? address.port : bound.port;
}

interface Bind {
  readonly host: string;
  readonly port: number;
}

const FLAGS = '--http-port, --https-port, proxy.http_port or proxy.https_port';

function listenError(error: unknown, {host, port}: Bind): ProxError {
  const where = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  if (hasCode(error, 'EADDRINUSE')) {
    return new ProxError('PORT_IN_USE', {
      detail: `the proxy cannot listen on ${where}`,
      hint: `Choose another with ${FLAGS} (0: any free one), or start without the proxy: --no-proxy.`,
      details: {host, port},
      cause: error,
    });
  }
  if (hasCode(error, 'EACCES', 'EPERM')) {
    return new ProxError('START_FAILED', {
      detail: `the proxy may not listen on ${where}: ports below 1024 need special rights`,
      hint: `Choose a port from 1024 on with ${FLAGS}. On Linux, \`sudo setcap cap_net_bind_service=+ep $(readlink -f $(command -v node))\` gives Node the right.`,
      cause: error,
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new ProxError('START_FAILED', {
    detail: `the proxy cannot listen on ${where}: ${reason}`,
    hint: 'Set proxy.host to an address of this machine; 127.0.0.1 always is one.',
    cause: error,
  });
}
