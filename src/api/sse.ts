import {once} from 'node:events';
import type {ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import {setImmediate} from 'node:timers/promises';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';

const MAX_STREAMS = 100;
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
  /** Sends the headers; not called when `follow` refuses. */
  readonly begin: () => void;
}

/** All server-sent event streams of a server: at most 100, each as fast as its own reader. */
export class EventStreams {
  readonly #clock: Clock;
  readonly #open = new Set<AbortController>();
  #isClosed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves when the stream has ended. @throws ProxError only before `begin` was called. */
  async serve<T>(stream: Stream<T>): Promise<void> {
    if (this.#isClosed) throw new ProxError('SHUTDOWN_IN_PROGRESS');
    if (this.#open.size >= MAX_STREAMS) {
      throw new ProxError('STREAM_LIMIT_REACHED', {detail: `at most ${MAX_STREAMS}`});
    }
    const controller = new AbortController();
    const end = (): void => controller.abort();
    this.#open.add(controller);
    // Not `close` of the response: a pipelined one, whose turn never came, does not emit it.
    stream.socket.once('close', end);
    try {
      await this.#run(stream, controller.signal);
    } finally {
      this.#open.delete(controller);
      stream.socket.off('close', end);
      end();
    }
  }

  /** Ends every stream cleanly and refuses new ones. */
  close(): void {
    this.#isClosed = true;
    for (const controller of this.#open) controller.abort();
  }

  async #run<T>(stream: Stream<T>, signal: AbortSignal): Promise<void> {
    const items = stream.follow(signal)[Symbol.asyncIterator]();
    const first = items.next();
    await refusalOrNothing(first);
    stream.begin();
    // A write that meets a connection just lost is no news: `close` has aborted the signal.
    stream.response.on('error', () => {});
    stream.response.write(stream.opening);
    const stopHeartbeat = this.#startHeartbeat(stream.response);
    try {
      for (let next = first; ; next = items.next()) {
        const {done, value} = await next;
        if (done === true || signal.aborted) break;
        if (!stream.response.write(stream.encode(value))) await drained(stream.response, signal);
      }
      stream.response.end();
    } finally {
      stopHeartbeat();
    }
  }

  #startHeartbeat(response: ServerResponse): () => void {
    const beat = (): void => {
      if (!response.writableNeedDrain) response.write(':\n\n');
      timer = this.#clock.after(HEARTBEAT_MS, beat);
    };
    let timer = this.#clock.after(HEARTBEAT_MS, beat);
    return () => timer.cancel();
  }
}

/** A generator refuses its input within its first `next()`, at once; an open stream may be silent for long. */
async function refusalOrNothing(first: Promise<unknown>): Promise<void> {
  await Promise.race([first, setImmediate()]);
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  try {
    await once(response, 'drain', {signal});
  } catch (error) {
    if (!signal.aborted) throw error; // aborted: the reader left, or the server closes
  }
}
