import {closeSync, constants, openSync, readSync} from 'node:fs';
import {ReadStream} from 'node:tty';
import {type Clock, pause} from '../core/clock.ts';
import {hasCode} from '../core/errors.ts';
import {DRAIN_MS} from './child.ts';

/** One buffer serves all terminals: each chunk is used up before the next read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);
/** More than the kernel keeps of what was written to a terminal and not read. */
const KERNEL_BYTES = 256 * 1024;

export interface TerminalOutputOptions {
  /** The side of the terminal that prox reads; closed at the end. */
  readonly fd: number;
  /** The file of the child's side. */
  readonly file: string;
  /** The chunk is good during the call only. */
  readonly onOutput: (chunk: Buffer) => void;
}

/** Reads what is written to a pseudo-terminal. */
export class TerminalOutput {
  readonly #fd: number;
  /**
   * The child's side, held open here as well: if the child closed its own, the terminal would hang up on
   * it and on what it opens later.
   */
  readonly #childFd: number;
  readonly #onOutput: (chunk: Buffer) => void;
  readonly #stream: ReadStream;
  readonly #closed: Promise<void>;

  constructor({fd, file, onOutput}: TerminalOutputOptions) {
    this.#fd = fd;
    this.#childFd = openSync(file, constants.O_RDWR | constants.O_NOCTTY);
    this.#onOutput = onOutput;
    const take = (bytesRead: number): boolean => {
      onOutput(READ_BUFFER.subarray(0, bytesRead));
      return true;
    };
    const options = {readable: true, onread: {buffer: READ_BUFFER, callback: take}};
    const stream = new ReadStream(fd, options);
    this.#closed = new Promise(resolve => {
      stream.once('close', () => resolve());
    });
    stream.once('end', () => this.#close());
    // A hang-up is an error or an end, as it comes: `close` follows.
    stream.on('error', () => undefined);
    stream.resume();
    this.#stream = stream;
  }

  get isOpen(): boolean {
    return !this.#stream.destroyed;
  }

  /** To be called when the child has ended: reads on until nobody has it open, for DRAIN_MS at most. */
  async drain(clock: Clock): Promise<void> {
    closeSync(this.#childFd);
    const patience = new AbortController();
    await Promise.race([this.#closed, pause(clock, DRAIN_MS, patience.signal)]);
    patience.abort();
    this.#close();
  }

  /** The stream takes a hang-up for the end, though the kernel may still have what was written before. */
  #close(): void {
    if (!this.isOpen) return;
    for (let total = 0; total < KERNEL_BYTES;) {
      const size = readSome(this.#fd);
      if (size === 0) break;
      this.#onOutput(READ_BUFFER.subarray(0, size));
      total += size;
    }
    this.#stream.destroy();
  }
}

function readSome(fd: number): number {
  try {
    return readSync(fd, READ_BUFFER);
  } catch (error) {
    if (hasCode(error, 'EAGAIN', 'EIO')) return 0; // there is no more, or the terminal has hung up
    throw error;
  }
}
