import type {Server} from 'node:http';
import type {WebSocket} from 'ws';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import type {Access} from './access.ts';
import {beginToFollow} from './begin-to-follow.ts';
import type {Connections} from './connections.ts';
import {toProxError} from './error-answer.ts';
import {requestIdOf} from './request-id.ts';
import {OWN_ROUTES} from './all-routes.ts';
import {refusalText} from './socket-refusal.ts';
import {serveSocket} from './socket-session.ts';
import {TOPICS, topicsOf, type TopicMessage} from './socket-topics.ts';
import type {Place, StreamPlaces} from './stream-places.ts';
import {answerWithoutUpgrade, isWebSocketUpgrade, type Upgrade} from './upgrade.ts';

const MAX_FRAME_BYTES = 64 * 1024;

export interface WebSocketOptions {
  readonly prox: Prox;
  readonly clock: Clock;
  readonly access: Access;
  readonly places: StreamPlaces;
  readonly connections: Connections;
  readonly onBug: (error: unknown) => void;
}

/** Answers every upgrade that is asked of a server: with a WebSocket (docs/reference/api.md, "WebSocket"), or without. */
export function acceptWebSockets(server: Server, options: WebSocketOptions): void {
  const sockets = new WebSockets(options);
  server.on('upgrade', (message, socket, head) => {
    // Node has taken its own listeners away.
    socket.on('error', () => socket.destroy());
    // In the middle of another answer whatever is said would be taken for a part of it.
    if (options.connections.isAnswering(socket)) socket.destroy();
    else if (isWebSocketUpgrade(message)) void sockets.accept({message, socket, head});
    else answerWithoutUpgrade(server, {message, socket, head});
  });
}

class WebSockets {
  readonly #options: WebSocketOptions;

  constructor(options: WebSocketOptions) {
    this.#options = options;
  }

  /** Resolves when it is over, or was refused. Never rejects. */
  async accept(upgrade: Upgrade): Promise<void> {
    const {clock, places, onBug} = this.#options;
    const {socket: connection} = upgrade;
    let place: Place | undefined;
    try {
      const {headers, pass} = this.#options.access.check(upgrade.message, OWN_ROUTES.socket);
      place = places.take(pass);
      const {signal} = place;
      connection.once('close', () => place?.end());
      const topics = await this.#followTopics(upgrade, signal);
      const socket = await shakeHands(upgrade, headers);
      const review = (): void => places.review();
      await serveSocket({socket, connection, topics, clock, signal, review, onBug});
    } catch (error) {
      this.#refuse(upgrade, error);
    } finally {
      if (place) places.leave(place);
    }
  }

  /** Each has begun, so that what one refuses is known before the handshake. */
  async #followTopics(
    {message}: Upgrade,
    signal: AbortSignal,
  ): Promise<readonly AsyncIterable<readonly TopicMessage[]>[]> {
    const {prox, clock} = this.#options;
    const [, query = ''] = (message.url ?? '').split('?', 2);
    const topics = topicsOf(new URLSearchParams(query));
    return Promise.all(
      topics.map(async topic => beginToFollow(TOPICS[topic]({prox, clock, signal}))),
    );
  }

  #refuse({message, socket}: Upgrade, error: unknown): void {
    const known = toProxError(error);
    if (known === undefined) this.#options.onBug(error);
    const refusal = known ?? new ProxError('INTERNAL_ERROR');
    const text = refusalText({error: refusal, requestId: requestIdOf(message)});
    if (socket.writable) socket.end(text, () => socket.destroy());
    else socket.destroy();
  }
}

/** @throws ProxError UPGRADE_REQUIRED when it is not one of RFC 6455 */
async function shakeHands(
  {message, socket, head}: Upgrade,
  headers: Readonly<Record<string, string>>,
): Promise<WebSocket> {
  const {WebSocketServer} = await import('ws');
  // `ws` would say nothing at all of a client that has left meanwhile.
  if (!socket.readable || !socket.writable) throw new ProxError('UPGRADE_REQUIRED');
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    autoPong: false,
  });
  return new Promise((resolve, reject) => {
    server.on('wsClientError', ({message: detail}) => {
      reject(new ProxError('UPGRADE_REQUIRED', {detail, hint: HANDSHAKE_HINT}));
    });
    server.on('headers', lines => {
      for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    });
    server.handleUpgrade(message, socket, head, resolve);
  });
}

const HANDSHAKE_HINT = 'Connect with a WebSocket client of RFC 6455, version 13.';
