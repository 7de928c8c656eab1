import {once} from 'node:events';
import type {ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Clock} from '../core/clock.ts';
import {beginToFollow} from './begin-to-follow.ts';
import type {Pass, Place, StreamPlaces} from './stream-places.ts';

const HEARTBEAT_MS = 15_000;

/** What flows to one reader. */
export interface Stream<T> {
  /** What is followed. It may refuse at the call or at the first `next()`, and ends when the signal aborts. */
  readonly follow: (signal: AbortSignal) => AsyncIterable<T>;
  /** The frames of one item: one write. */
  readonly encode: (item: T) => string;
  /** What the reader gets at once: it sees that the stream is open. */
  readonly opening: string;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly pass: Pass;
  /** Sends the headers; not called when `follow` refuses. */
  readonly begin: () => void;
}

/** The server-sent event streams of a server, each as fast as its own reader. */
export class EventStreams {
  readonly #clock: Clock;
  readonly #places: StreamPlaces;

  constructor(clock: Clock, places: StreamPlaces) {
    this.#clock = clock;
    this.#places = places;
  }

  /** Resolves when the stream has ended. @throws ProxError only before `begin` was called. */
  async serve<T>(stream: Stream<T>): Promise<void> {
    const place = this.#places.take(stream.pass);
    const {end} = place;
    // Not `close` of the response: a pipelined one, whose turn never came, does not emit it.
    stream.socket.once('close', end);
    try {
      await this.#run(stream, place);
    } finally {
      stream.socket.off('close', end);
      this.#places.leave(place);
    }
  }

  async #run<T>(stream: Stream<T>, {signal}: Place): Promise<void> {
    const items = await beginToFollow(stream.follow(signal));
    stream.begin();
    // A write that meets a connection just lost is no news: `close` has aborted the signal.
    stream.response.on('error', () => {});
    stream.response.write(stream.opening);
    this.#beat(stream.response, signal);
    for await (const item of items) {
      this.#places.review();
      if (signal.aborted) break;
      // What waits for a reader that stands still is this item; the source drops its own oldest.
      if (!stream.response.write(stream.encode(item))) await drained(stream.response, signal);
    }
    stream.response.end();
  }

  /** Shows each side that the other is there: to a client that has vanished the write fails, in the end. */
  #beat(response: ServerResponse, signal: AbortSignal): void {
    if (signal.aborted) return;
    const timer = this.#clock.after(HEARTBEAT_MS, () => {
      signal.removeEventListener('abort', cancel);
      this.#places.review();
      if (signal.aborted) return;
      if (!response.writableNeedDrain) response.write(':\n\n');
      this.#beat(response, signal);
    });
    const cancel = (): void => timer.cancel();
    signal.addEventListener('abort', cancel);
  }
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  try {
    await once(response, 'drain', {signal});
  } catch (error) {
    if (!signal.aborted) throw error; // aborted: the reader left, or the server closes
  }
}
