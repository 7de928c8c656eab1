import {randomUUID} from 'node:crypto';
import type {Server} from 'node:http';
import type {Duplex} from 'node:stream';
import type {Clock} from '../core/clock.ts';
import {hasCode, ProxError} from '../core/errors.ts';
import {requestIdOf} from './request-id.ts';
import {refusalText, type SocketRefusal} from './socket-refusal.ts';

const MAX_CONNECTIONS = 1024;
const CLOSE_GRACE_MS = 1000;

/** What happens on a server's sockets outside of a well-formed request: garbage, and the end. */
export class Connections {
  readonly #server: Server;
  readonly #clock: Clock;
  /** How many answers are being made for each socket; more than one when requests are pipelined. */
  readonly #answering = new Map<Duplex, number>();
  #onAnswered: () => void = () => {};
  #isClosed = false;

  constructor(server: Server, clock: Clock) {
    this.#server = server;
    this.#clock = clock;
    server.maxConnections = MAX_CONNECTIONS;
    server.on('connection', socket => this.#watch(socket));
    // Of what else a client expects than to be told to continue nothing is known: it is passed over.
    server.on('checkExpectation', (request, response) => server.emit('request', request, response));
    server.on('connect', (request, socket) => {
      // Node has taken its own listeners away.
      socket.on('error', () => socket.destroy());
      const error = new ProxError('METHOD_NOT_ALLOWED', {detail: 'CONNECT', details: {allow: []}});
      this.#end(socket, {error, requestId: requestIdOf(request)});
    });
    server.prependListener('request', ({socket}, response) => {
      this.#setAnswering(socket, this.#countFor(socket) + 1);
      response.once('close', () => this.#setAnswering(socket, this.#countFor(socket) - 1));
    });
  }

  /** Answers what the HTTP parser refuses, as JSON like every other error, and closes the socket. */
  refuse(error: Error, socket: Duplex): void {
    if (hasCode(error, 'ECONNRESET')) socket.destroy();
    else this.#end(socket, refusalOf(error));
  }

  /** Whether an answer is being made for this socket. */
  isAnswering(socket: Duplex): boolean {
    return this.#countFor(socket) > 0;
  }

  /** Closes every connection: those in the middle of an answer when it is out, or after a second. */
  async close(): Promise<void> {
    await new Promise<void>(resolve => {
      const timer = this.#clock.after(CLOSE_GRACE_MS, resolve);
      this.#onAnswered = () => {
        if (this.#answering.size > 0) return;
        timer.cancel();
        resolve();
      };
      this.#onAnswered();
    });
    this.#isClosed = true;
    this.#server.closeAllConnections();
  }

  #watch(socket: Duplex): void {
    if (this.#isClosed) socket.destroy();
    // Each pipelined stream listens for the end of the socket that they share.
    socket.setMaxListeners(0);
    // Node closes only the first of several pipelined responses when their socket goes.
    socket.once('close', () => this.#setAnswering(socket, 0));
  }

  #end(socket: Duplex, refusal: SocketRefusal): void {
    // In the middle of another answer the text would be taken for a part of it.
    if (!socket.writable || this.isAnswering(socket)) socket.destroy();
    else socket.end(refusalText(refusal), () => socket.destroy());
  }

  #countFor(socket: Duplex): number {
    return this.#answering.get(socket) ?? 0;
  }

  #setAnswering(socket: Duplex, count: number): void {
    if (count > 0) this.#answering.set(socket, count);
    else this.#answering.delete(socket);
    this.#onAnswered();
  }
}

function refusalOf(error: Error): SocketRefusal {
  // No request was understood, so none has an id yet.
  const requestId = randomUUID();
  if (hasCode(error, 'HPE_HEADER_OVERFLOW')) {
    const tooLarge = new ProxError('PAYLOAD_TOO_LARGE', {detail: 'the headers'});
    return {error: tooLarge, requestId, status: 431};
  }
  if (hasCode(error, 'ERR_HTTP_REQUEST_TIMEOUT')) {
    return {error: new ProxError('TIMED_OUT', {detail: 'the request'}), requestId};
  }
  return {error: new ProxError('INVALID_BODY', {detail: 'malformed HTTP request'}), requestId};
}
