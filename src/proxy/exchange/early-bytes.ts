import type {Duplex} from 'node:stream';

const MAX_EARLY_BYTES = 64 * 1024;

/**
 * Reads a connection whose client has to wait, for only who reads is told that it leaves. What comes too
 * early is kept, and beyond 64 KB not read.
 */
export class EarlyBytes {
  readonly #socket: Duplex;
  readonly #chunks: Buffer[];
  readonly #take: (chunk: Buffer) => void;
  readonly #leave: () => void;
  #size = 0;

  /** `onLeave` is called when the client ends its side. */
  constructor(socket: Duplex, {head, onLeave}: {head: Buffer; onLeave: () => void}) {
    this.#socket = socket;
    this.#chunks = [head];
    this.#leave = onLeave;
    this.#take = chunk => {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      if (this.#size > MAX_EARLY_BYTES) socket.pause();
    };
    socket.on('data', this.#take);
    socket.once('end', this.#leave);
  }

  /** Gives the connection back with all that it has brought. */
  release(): void {
    const socket = this.#socket;
    socket.off('data', this.#take);
    socket.off('end', this.#leave);
    socket.pause();
    const bytes = Buffer.concat(this.#chunks);
    if (bytes.length > 0) socket.unshift(bytes);
  }
}
