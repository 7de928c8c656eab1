import {once} from 'node:events';
import {WebSocket, type ClientOptions} from 'ws';
import type {ApiRig} from './api-rig.ts';
import {Mailbox} from './mailbox.ts';

export interface SocketMessage {
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A client of the API's WebSocket. */
export class ApiSocket {
  readonly socket: WebSocket;
  /** The code with which it was closed. */
  readonly closed: Promise<number>;
  readonly #texts = new Mailbox<string>();

  /** @throws when the handshake is refused */
  static async open(api: ApiRig, query = '', options: ClientOptions = {}): Promise<ApiSocket> {
    const client = new ApiSocket(`ws://127.0.0.1:${api.port}/api/v1/ws${query}`, options);
    await once(client.socket, 'open');
    return client;
  }

  private constructor(url: string, options: ClientOptions) {
    this.socket = new WebSocket(url, options);
    this.socket.on('message', (data: Buffer) => this.#texts.put(data.toString()));
    this.closed = new Promise(resolve => this.socket.once('close', resolve));
    this.socket.on('close', () => this.#texts.close(new Error('the socket was closed')));
  }

  async text(): Promise<string> {
    return this.#texts.next();
  }

  async next(): Promise<SocketMessage> {
    return JSON.parse(await this.text()) as SocketMessage;
  }

  /** Says something and waits for the answer: all that was sent before has arrived. */
  async fence(): Promise<void> {
    this.socket.send('ping');
    while ((await this.text()) !== 'pong');
  }
}

/** The handshake of a client, as text; `lines` are further headers, each with its CRLF. */
export function apiHandshake(query = '', lines = ''): string {
  return (
    `GET /api/v1/ws${query} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n` +
    `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
    `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n${lines}\r\n`
  );
}
