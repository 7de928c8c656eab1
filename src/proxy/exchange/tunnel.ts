import {randomBytes} from 'node:crypto';
import http, {type ClientRequest, type IncomingMessage, type ServerResponse} from 'node:http';
import https from 'node:https';
import {Http2ServerResponse} from 'node:http2';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {Clock} from '../../core/clock.ts';
import type {Arrived, Response} from './client-message.ts';
import {EarlyBytes} from './early-bytes.ts';
import type {Hold} from './hold.ts';
import type {LiveRequest} from '../request-log/live-request.ts';
import {relay} from './relay.ts';
import {override, withoutTrailer, type RequestHead} from './request-head.ts';
import {readResponseHead, toHeaderObject} from './response-head.ts';
import type {Route} from '../routes/route.ts';
import {CLIENT_LEFT, troubleBy, troubleOf, type Trouble} from './trouble.ts';

/** How long one side may go on after the other has ended its half. */
const LINGER_MS = 2000;

export interface TunnelOptions {
  readonly request: Arrived;
  /** For an answer that is no WebSocket. Of HTTP/1 it stands on `socket`. */
  readonly response: Response;
  /** Of HTTP/1: the connection, and what came after the headers. */
  readonly connection: {readonly socket: Socket; readonly head: Buffer} | undefined;
  readonly route: Route;
  readonly head: RequestHead;
  readonly record: LiveRequest;
  readonly hold: Hold;
  readonly clock: Clock;
  readonly explain: (trouble: Trouble) => void;
  /** Called once, when both sides are closed. */
  readonly onOver: () => void;
}

/**
 * One WebSocket: from the handshake until both sides are closed. Over HTTP/2 (RFC 8441) the client sends an
 * extended CONNECT; the target always gets the handshake of HTTP/1.1 (RFC 6455).
 */
export class Tunnel {
  readonly #options: TunnelOptions;
  readonly #waiting = new AbortController();
  readonly #early: EarlyBytes | undefined;
  #outgoing: ClientRequest | undefined;
  #isOver = false;

  constructor(options: TunnelOptions) {
    this.#options = options;
    const {response, connection} = options;
    response.on('error', () => undefined);
    (connection?.socket ?? response).once('close', () => this.#end());
    this.#early =
      connection &&
      new EarlyBytes(connection.socket, {
        head: connection.head,
        onLeave: () => connection.socket.destroy(),
      });
  }

  async begin(): Promise<void> {
    const {hold, route} = this.#options;
    if (!hold.isComing(route) || (await this.#wait())) this.#dial();
  }

  /** Undefined when Node refuses to send it; the client has its answer. */
  #open(): ClientRequest | undefined {
    const {request, route} = this.#options;
    const {target} = route;
    const send = target.protocol === 'https:' ? https.request : http.request;
    const [agent, path, headers] = [target.fresh, request.url ?? '/', this.#headers()];
    try {
      return send({agent, method: 'GET', path, headers});
    } catch (error) {
      this.#giveUp({type: 'badAnswer', error: String(error)});
      return undefined;
    }
  }

  #dial(): void {
    const outgoing = this.#open();
    if (outgoing === undefined) return;
    this.#outgoing = outgoing;
    outgoing.maxHeadersCount = 0;
    outgoing.on('upgrade', (answer, socket, rest) => this.#join(answer, socket, rest));
    outgoing.on('response', answer => this.#refuse(answer));
    outgoing.on('error', error => void this.#fail(error));
    outgoing.end();
  }

  #headers(): readonly string[] {
    const {head, route} = this.#options;
    const headers = override(head.headers, route.overrides);
    return [...(head.hasTrailer ? withoutTrailer(headers) : headers), ...this.#handshake()];
  }

  #handshake(): readonly string[] {
    const base = ['Connection', 'Upgrade', 'Upgrade', 'websocket'];
    if (this.#options.connection !== undefined) return base;
    return [...base, 'Sec-WebSocket-Key', randomBytes(16).toString('base64')];
  }

  #join(answer: IncomingMessage, target: Duplex, rest: Buffer): void {
    const {record, response, clock} = this.#options;
    target.on('error', () => undefined);
    if (this.#isOver) return void target.destroy();
    if (answer.headers.upgrade?.toLowerCase() !== 'websocket') {
      target.destroy();
      return this.#giveUp({type: 'badAnswer', error: 'it switched to another protocol'});
    }
    const {headers} = readResponseHead(answer.rawHeaders, {status: 101, takesTrailers: false});
    const client = this.#tryToAccept(headers);
    if (client === undefined) return void target.destroy();
    record.statusCode = 101;
    record.capture?.responseHead(headers);
    this.#early?.release();
    if (rest.length > 0) target.unshift(rest);
    client.on('data', (chunk: Buffer) => (record.bytesIn += chunk.length));
    target.on('data', (chunk: Buffer) => (record.bytesOut += chunk.length));
    client.pipe(target);
    target.pipe(client);
    const destroyBoth = (): void => {
      client.destroy();
      target.destroy();
      timer?.cancel();
    };
    let timer: ReturnType<Clock['after']> | undefined;
    const linger = (): void => {
      timer ??= clock.after(LINGER_MS, destroyBoth);
    };
    for (const side of [client, target]) {
      side.on('end', linger);
      side.on('close', destroyBoth);
    }
    if (response instanceof Http2ServerResponse) client.once('close', () => this.#end());
  }

  #tryToAccept(headers: readonly string[]): Duplex | undefined {
    try {
      return this.#accept(headers);
    } catch (error) {
      this.#giveUp({type: 'badAnswer', error: String(error)});
      return undefined;
    }
  }

  /** Tells the client that its wish is granted; gives the stream that its frames go over. */
  #accept(headers: readonly string[]): Duplex {
    const {connection, response} = this.#options;
    if (connection === undefined) {
      const {stream} = response as Http2ServerResponse;
      const {'sec-websocket-accept': _accept, ...rest} = toHeaderObject(headers);
      stream.respond({':status': 200, ...rest});
      return stream;
    }
    const {socket} = connection;
    (response as ServerResponse).detachSocket(socket);
    let text = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n';
    for (let i = 0; i + 1 < headers.length; i += 2) text += `${headers[i]}: ${headers[i + 1]}\r\n`;
    socket.write(`${text}\r\n`, 'latin1');
    return socket;
  }

  #refuse(answer: IncomingMessage): void {
    const {response, record} = this.#options;
    if (this.#isOver) return void answer.destroy();
    try {
      relay(answer, response, record);
    } catch (error) {
      answer.destroy();
      this.#giveUp({type: 'badAnswer', error: String(error)});
    }
  }

  async #fail(error: Error): Promise<void> {
    const {hold, route, record} = this.#options;
    if (this.#isOver || record.statusCode !== undefined) return;
    const trouble = troubleBy(error);
    if (trouble.type !== 'unreachable' || !hold.mayComeUp(route)) this.#giveUp(trouble);
    else if (await this.#wait()) this.#dial();
  }

  /** Whether the target takes connections now; else the client has its answer. */
  async #wait(): Promise<boolean> {
    const {hold, route} = this.#options;
    const {signal} = this.#waiting;
    const verdict = await hold.wait(route, {limitMs: hold.holdMs, signal});
    if (this.#isOver) return false;
    if (verdict === 'ready') return true;
    this.#giveUp(troubleOf(verdict));
    return false;
  }

  #giveUp(trouble: Trouble): void {
    const {record, explain} = this.#options;
    record.error = trouble.error;
    explain(trouble);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const {record, onOver} = this.#options;
    this.#waiting.abort();
    if (record.statusCode === undefined) {
      record.statusCode = 499;
      record.error ??= CLIENT_LEFT;
    }
    this.#outgoing?.destroy();
    onOver();
  }
}
