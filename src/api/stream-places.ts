import {ProxError} from '../core/errors.ts';

const MAX_STREAMS = 100;

/** What a caller was let in by: a stream ends when it is void. */
export interface Pass {
  /** Undefined when no session spoke for the caller. */
  readonly session: string | undefined;
  /** Of the token: another one after each change of it. */
  readonly generation: number;
}

/** Whose signal aborts, that stream ends; the reason is a ProxError UNAUTHORIZED when its pass is void. */
export interface Place {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/** Who is streamed to, over server-sent events or a WebSocket: at most a hundred readers. */
export class StreamPlaces {
  readonly #currentGeneration: () => number;
  readonly #taken = new Map<Place, {readonly pass: Pass; readonly controller: AbortController}>();
  #isClosed = false;

  constructor(currentGeneration: () => number) {
    this.#currentGeneration = currentGeneration;
  }

  /** @throws ProxError SHUTDOWN_IN_PROGRESS, STREAM_LIMIT_REACHED */
  take(pass: Pass): Place {
    if (this.#isClosed) throw new ProxError('SHUTDOWN_IN_PROGRESS');
    if (this.#taken.size >= MAX_STREAMS) {
      throw new ProxError('STREAM_LIMIT_REACHED', {detail: `at most ${MAX_STREAMS}`});
    }
    const controller = new AbortController();
    const place = {signal: controller.signal, end: () => controller.abort()};
    this.#taken.set(place, {pass, controller});
    return place;
  }

  leave(place: Place): void {
    this.#taken.delete(place);
    place.end();
  }

  /** Ends those that came by an older token. To be called before anything is sent: nobody else may notice. */
  review(): void {
    const current = this.#currentGeneration();
    this.#revoke(({generation}) => generation !== current);
  }

  /** Ends those of a session. */
  endOf(session: string): void {
    this.#revoke(pass => pass.session === session);
  }

  /** Ends every stream and refuses new ones. */
  close(): void {
    this.#isClosed = true;
    for (const place of this.#taken.keys()) place.end();
  }

  #revoke(isVoid: (pass: Pass) => boolean): void {
    for (const {pass, controller} of this.#taken.values()) {
      if (isVoid(pass)) controller.abort(new ProxError('UNAUTHORIZED'));
    }
  }
}
