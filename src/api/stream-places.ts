import {ProxError} from '../core/errors.ts';

const MAX_STREAMS = 100;

/** Who is streamed to, over server-sent events or a WebSocket: at most a hundred readers. */
export class StreamPlaces {
  readonly #taken = new Set<AbortController>();
  #isClosed = false;

  /** Whose signal aborts, that stream ends. @throws ProxError SHUTDOWN_IN_PROGRESS, STREAM_LIMIT_REACHED */
  take(): AbortController {
    if (this.#isClosed) throw new ProxError('SHUTDOWN_IN_PROGRESS');
    if (this.#taken.size >= MAX_STREAMS) {
      throw new ProxError('STREAM_LIMIT_REACHED', {detail: `at most ${MAX_STREAMS}`});
    }
    const place = new AbortController();
    this.#taken.add(place);
    return place;
  }

  leave(place: AbortController): void {
    this.#taken.delete(place);
    place.abort();
  }

  /** Ends every stream and refuses new ones. */
  close(): void {
    this.#isClosed = true;
    for (const place of this.#taken) place.abort();
  }
}
