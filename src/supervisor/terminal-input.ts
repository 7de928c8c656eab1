import {writeSync} from 'node:fs';
import type {Clock, Timer} from '../core/clock.ts';
import {hasCode, ProxError} from '../core/errors.ts';

/** What may wait for a child that does not read. */
const MAX_WAITING_BYTES = 256 * 1024;
const RETRY_MS = 20;

const NOTHING = Buffer.alloc(0);

export interface TerminalInputOptions {
  /** The side of the terminal that prox has; it must not block. */
  readonly fd: number;
  /** Once it is not, `fd` may be another file. */
  readonly isOpen: () => boolean;
  readonly clock: Clock;
}

/**
 * Types into a pseudo-terminal. Node's own stream for it writes again and again while the child does not
 * read: all of prox would stand still.
 */
export class TerminalInput {
  readonly #options: TerminalInputOptions;
  #waiting: Buffer = NOTHING;
  #retry: Timer | undefined;

  constructor(options: TerminalInputOptions) {
    this.#options = options;
  }

  /** Does nothing when the terminal is closed. @throws ProxError INPUT_NOT_READ */
  write(text: string): void {
    const bytes = Buffer.from(text);
    if (this.#waiting.length + bytes.length > MAX_WAITING_BYTES) {
      throw new ProxError('INPUT_NOT_READ', {
        detail: `${this.#waiting.length} bytes wait for it`,
        hint: 'Look at its output: it may be busy, or wait for something else.',
      });
    }
    this.#waiting = Buffer.concat([this.#waiting, bytes]);
    if (this.#retry === undefined) this.#flush();
  }

  #flush(): void {
    const {fd, isOpen, clock} = this.#options;
    this.#retry = undefined;
    if (!isOpen()) this.#waiting = NOTHING;
    while (this.#waiting.length > 0) {
      const written = writeSome(fd, this.#waiting);
      if (written === 0) {
        this.#retry = clock.after(RETRY_MS, () => this.#flush());
        return;
      }
      this.#waiting = this.#waiting.subarray(written);
    }
  }
}

/** How much of it the terminal took. */
function writeSome(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if (hasCode(error, 'EAGAIN')) return 0;
    if (hasCode(error, 'EIO')) return bytes.length; // nobody has it open any more
    throw error;
  }
}
