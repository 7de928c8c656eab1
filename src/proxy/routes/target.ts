import http from 'node:http';
import https from 'node:https';
import {connect, isIP, type LookupFunction, type Socket, type TcpNetConnectOpts} from 'node:net';
import {connect as connectTls} from 'node:tls';
import type {TargetConfig} from '../../config/config.ts';
import type {Clock} from '../../core/clock.ts';
import {isLoopback} from '../../core/loopback.ts';
import {reusedBuffer} from './reused-buffer.ts';

/** Code of the error when a connection did not come in time. */
export const NO_CONNECTION = 'ERR_NO_CONNECTION';
/** A connection that takes longer will not come: the machine is off, or a firewall swallows it. */
const CONNECT_TIMEOUT_MS = 10_000;
const MAX_IDLE_CONNECTIONS = 256;

/** One server that requests go to, and the connections to it. */
export class Target {
  readonly protocol: 'http:' | 'https:';
  readonly host: string;
  readonly port: number;
  /** For people: `http://localhost:3000`. */
  readonly url: string;
  /** In place of the client's Host, for a server of the outside that has a name of its own. */
  readonly hostHeader: string | undefined;
  /** Connections that are used again. */
  readonly keepAlive: http.Agent;
  /** A connection for one request: nobody has used it before. */
  readonly fresh: http.Agent;
  /** By the last attempt to connect. */
  state: 'unknown' | 'active' | 'unreachable' = 'unknown';
  /** When that attempt ended; monotonic ms. */
  triedAt: number | undefined;
  /** When the last connection came to be; monotonic ms. */
  connectedAt: number | undefined;
  readonly #clock: Clock;
  readonly #onConnect: () => void;
  readonly #sockets = new Set<Socket>();

  /** `onConnect` is called when a connection came to be. */
  constructor({protocol, host, port}: TargetConfig, clock: Clock, onConnect: () => void) {
    this.protocol = `${protocol}:`;
    this.host = host;
    this.port = port;
    this.#clock = clock;
    this.#onConnect = onConnect;
    const name = isIP(host) === 6 ? `[${host}]` : host;
    const isDefaultPort = port === (protocol === 'https' ? 443 : 80);
    const authority = isDefaultPort ? name : `${name}:${port}`;
    this.url = `${protocol}://${authority}`;
    this.hostHeader = isLoopback(host) ? undefined : authority;
    const Agent = protocol === 'https' ? https.Agent : http.Agent;
    this.keepAlive = new Agent({keepAlive: true, maxFreeSockets: MAX_IDLE_CONNECTIONS});
    this.fresh = new Agent({keepAlive: false});
    for (const agent of [this.keepAlive, this.fresh]) {
      // All sockets of an agent lead here: their name need not be made for each request.
      agent.getName = () => '';
    }
    this.keepAlive.createConnection = () => this.#watch(this.#connectForAnswers());
    this.fresh.createConnection = () => this.dial();
  }

  /** Open connections, idle ones too. */
  get connections(): number {
    return this.#sockets.size;
  }

  /** A new connection; its errors are for who asked to hear. */
  dial(): Socket {
    return this.#watch(this.#connect());
  }

  #watch(socket: Socket): Socket {
    const timer = this.#clock.after(CONNECT_TIMEOUT_MS, () => socket.destroy(noConnection()));
    let wasConnected = false;
    this.#sockets.add(socket);
    socket.once(this.connectEvent, () => {
      wasConnected = true;
      timer.cancel();
      this.state = 'active';
      this.connectedAt = this.#clock.monotonic();
      this.triedAt = this.connectedAt;
      this.#onConnect();
    });
    socket.once('close', () => {
      timer.cancel();
      this.#sockets.delete(socket);
    });
    socket.on('error', () => {
      if (wasConnected) return;
      this.state = 'unreachable';
      this.triedAt = this.#clock.monotonic();
    });
    return socket;
  }

  /** Whether it takes a connection now. */
  async accepts(): Promise<boolean> {
    const socket = this.dial();
    return new Promise(resolve => {
      socket.once(this.connectEvent, () => {
        resolve(true);
        socket.destroy();
      });
      socket.once('close', () => resolve(false));
    });
  }

  /** Ends the connections that are idle; those in use end with what they carry. */
  retire(): void {
    this.keepAlive.maxFreeSockets = 0;
    for (const sockets of Object.values(this.keepAlive.freeSockets)) {
      for (const socket of sockets ?? []) socket.destroy();
    }
  }

  /** Ends every connection, whatever goes on. */
  close(): void {
    this.keepAlive.destroy();
    this.fresh.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Of a socket of `dial`: from then on it carries requests. */
  get connectEvent(): 'connect' | 'secureConnect' {
    return this.protocol === 'https:' ? 'secureConnect' : 'connect';
  }

  /** For requests that are answered by HTTP, not by a change of protocol. */
  #connectForAnswers(): Socket {
    if (this.protocol === 'https:') return this.#connect();
    const socket: Socket = connect({...this.#address(), onread: reusedBuffer(() => socket)});
    return socket;
  }

  #connect(): Socket {
    const {host} = this;
    if (this.protocol === 'http:') return connect(this.#address());
    return connectTls({
      ...this.#address(),
      // On this machine dev servers sign their certificates themselves.
      rejectUnauthorized: !isLoopback(host),
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 && {servername: host}),
    });
  }

  #address(): TcpNetConnectOpts {
    const {host, port} = this;
    return {
      host,
      port,
      noDelay: true,
      autoSelectFamily: true,
      // The wrong one refuses at once; a loop that is busy for the usual 250 ms is no refusal.
      ...(host === 'localhost' && {
        lookup: bothLoopbacks,
        autoSelectFamilyAttemptTimeout: CONNECT_TIMEOUT_MS,
      }),
    };
  }
}

function noConnection(): Error {
  return Object.assign(new Error('no connection within 10 s'), {code: NO_CONNECTION});
}

/** A server on `localhost` may listen on one of them only, and not every resolver knows both. */
const bothLoopbacks: LookupFunction = (_name, _options, callback) => {
  callback(null, [
    {address: '127.0.0.1', family: 4},
    {address: '::1', family: 6},
  ]);
};
