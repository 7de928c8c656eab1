import type {Duplex} from 'node:stream';
import type {WebSocket} from 'ws';
import type {Clock, Timer} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import type {TopicMessage} from './socket-topics.ts';

const PING_MS = 20_000;
const MAX_SILENCE_MS = 60_000;
/** Between our close frame and the end of the connection. */
const CLOSE_GRACE_MS = 1000;
/** A client that lets more than this wait gets no answer to its pings. */
const MAX_WAITING_BYTES = 64 * 1024;

const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;
const INTERNAL_ERROR = 1011;

export interface SocketSessionOptions {
  readonly socket: WebSocket;
  /** What carries it. */
  readonly connection: Duplex;
  /** Each ends when the signal aborts. */
  readonly topics: readonly AsyncIterable<readonly TopicMessage[]>[];
  readonly clock: Clock;
  /** Ends it: the client has left, the server closes, or for a ProxError what let the client in is void. */
  readonly signal: AbortSignal;
  /** Called before anything is sent: aborts the signal if what let the client in is void by now. */
  readonly review: () => void;
  /** Told when a topic fails. */
  readonly onBug: (error: unknown) => void;
}

/** Resolves when the connection is gone. Never rejects. */
export async function serveSocket(options: SocketSessionOptions): Promise<void> {
  const {connection} = options;
  if (connection.destroyed) return;
  const session = new SocketSession(options);
  session.start();
  await new Promise<void>(resolve => {
    connection.once('close', () => {
      session.stopTimers();
      resolve();
    });
  });
}

class SocketSession {
  readonly #options: SocketSessionOptions;
  readonly #timers = new Map<'ping' | 'silence' | 'end', Timer>();
  #heardAt: number;

  constructor(options: SocketSessionOptions) {
    this.#options = options;
    this.#heardAt = options.clock.monotonic();
  }

  start(): void {
    const {topics, signal} = this.#options;
    this.#listen();
    this.#ping();
    this.#watchSilence();
    const end = (): void => {
      const isVoid = signal.reason instanceof ProxError;
      this.#end(isVoid ? POLICY_VIOLATION : GOING_AWAY, isVoid ? 'token changed' : '');
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
    for (const topic of topics) void this.#pump(topic);
  }

  stopTimers(): void {
    for (const timer of this.#timers.values()) timer.cancel();
  }

  #listen(): void {
    const {socket, connection, clock} = this.#options;
    connection.on('data', () => (this.#heardAt = clock.monotonic()));
    // What breaks the protocol, 1009 for one: `ws` has sent its close frame, and the connection ends.
    socket.on('error', () => {});
    socket.on('message', (data, isBinary) => {
      const isPing = !isBinary && Buffer.isBuffer(data) && data.toString() === 'ping';
      if (isPing) this.#answer(() => socket.send('pong'));
    });
    socket.on('ping', data => this.#answer(() => socket.pong(data)));
  }

  async #pump(topic: AsyncIterable<readonly TopicMessage[]>): Promise<void> {
    const {socket, signal, review, onBug} = this.#options;
    try {
      for await (const messages of topic) {
        review();
        if (signal.aborted || socket.readyState !== socket.OPEN) return;
        if (messages.length > 0) await this.#send(messages);
      }
    } catch (error) {
      onBug(error);
      this.#end(INTERNAL_ERROR);
    }
  }

  /** Resolves when they have left the process: what waits for a slow client is no more than one batch of a topic. */
  async #send(messages: readonly TopicMessage[]): Promise<void> {
    const {socket, connection, clock} = this.#options;
    const timestamp = new Date(clock.now()).toISOString();
    await new Promise<void>(resolve => {
      let left = messages.length;
      const sent = (): void => {
        left -= 1;
        if (left === 0) resolve();
      };
      connection.cork();
      for (const {type, data} of messages) {
        socket.send(`{"type":"${type}","timestamp":"${timestamp}","data":${data}}`, sent);
      }
      connection.uncork();
    });
  }

  #answer(send: () => void): void {
    const {socket, review} = this.#options;
    review();
    if (socket.readyState === socket.OPEN && socket.bufferedAmount < MAX_WAITING_BYTES) send();
  }

  #ping(): void {
    const {socket, clock, signal} = this.#options;
    this.#timers.set(
      'ping',
      clock.after(PING_MS, () => {
        this.#answer(() => socket.ping());
        if (!signal.aborted) this.#ping();
      }),
    );
  }

  #watchSilence(): void {
    const {clock} = this.#options;
    const restMs = this.#heardAt + MAX_SILENCE_MS - clock.monotonic();
    if (restMs <= 0) return this.#end(GOING_AWAY);
    this.#timers.set(
      'silence',
      clock.after(restMs, () => this.#watchSilence()),
    );
  }

  #end(code: number, reason = ''): void {
    if (this.#timers.has('end')) return;
    const {socket, connection, clock} = this.#options;
    this.stopTimers();
    if (connection.destroyed) return;
    this.#timers.set(
      'end',
      clock.after(CLOSE_GRACE_MS, () => socket.terminate()),
    );
    socket.close(code, reason);
  }
}
