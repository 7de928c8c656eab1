import {fstatSync, writeSync} from 'node:fs';
import {hasCode} from '../core/errors.ts';
import {createPaint, wantsColor, type Paint} from './render/paint.ts';

/** Where text for people and programs goes: the terminal, a pipe, or the log of a detached prox. */
export interface Sink {
  /** Resolves when the text was taken; never rejects. */
  write(text: string | Uint8Array): Promise<void>;
  readonly isTerminal: boolean;
  /** Aborts when nobody can read any more. */
  readonly gone: AbortSignal;
  /** Why something could not be written, when that is not because the reader is gone. */
  readonly failure: () => Error | undefined;
}

export interface OutputOptions {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly color: boolean | undefined;
  readonly isQuiet: boolean;
}

/** The only writer of standard output and standard error. */
export class Output {
  readonly #stdout: Sink;
  readonly #stderr: Sink;
  readonly #isQuiet: boolean;
  readonly hasColor: boolean;
  readonly paint: Paint;
  /** For standard error, which may be a terminal when standard output is none. */
  readonly errorPaint: Paint;

  constructor({stdout, stderr, env, color, isQuiet}: OutputOptions) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#isQuiet = isQuiet;
    this.hasColor = wantsColor({flag: color, env, isTerminal: stdout.isTerminal});
    this.paint = createPaint({hasColor: this.hasColor});
    this.errorPaint = createPaint({
      hasColor: wantsColor({flag: color, env, isTerminal: stderr.isTerminal}),
    });
  }

  get isTerminal(): boolean {
    return this.#stdout.isTerminal;
  }

  /** Aborts when the reader of standard output is gone: whoever writes without end ends then. */
  get gone(): AbortSignal {
    return this.#stdout.gone;
  }

  /** What was asked for, to standard output as it is. Resolves when the reader can take more. */
  async write(text: string | Uint8Array): Promise<void> {
    await this.#stdout.write(text);
  }

  async print(line: string): Promise<void> {
    await this.#stdout.write(`${line}\n`);
  }

  /** The good news of a command, to standard output; `--quiet` keeps it silent. */
  async report(line: string): Promise<void> {
    if (!this.#isQuiet) await this.print(line);
  }

  /** Beside what was asked for, to standard error; `--quiet` keeps it silent. */
  async note(line: string): Promise<void> {
    if (!this.#isQuiet) await this.complain(line);
  }

  /** To standard error. */
  async complain(line: string): Promise<void> {
    await this.#stderr.write(`${line}\n`);
  }
}

/** A sink on `process.stdout` or `process.stderr`. */
export function streamSink(stream: NodeJS.WriteStream & {readonly fd: number}): Sink {
  return isPlainFile(stream) ? fileSink(stream.fd) : pipeSink(stream);
}

function isPlainFile({fd, isTTY}: {readonly fd: number; readonly isTTY: boolean}): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFile() || (stats.isCharacterDevice() && !isTTY);
  } catch (error) {
    if (hasCode(error, 'EBADF')) return false; // started with its output closed
    throw error;
  }
}

/** Node's own stream writes to files at once too, but by way of a copy. */
function fileSink(fd: number): Sink {
  let failure: Error | undefined;
  return {
    isTerminal: false,
    gone: new AbortController().signal,
    failure: () => failure,
    write: async text => {
      try {
        let rest = typeof text === 'string' ? Buffer.from(text) : text;
        // A full disk takes a part, and tells why with the next write.
        while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        failure ??= error;
      }
    },
  };
}

function pipeSink(stream: NodeJS.WriteStream): Sink {
  const gone = new AbortController();
  let failure: Error | undefined;
  // EPIPE: the reader has what it wanted. EIO: the terminal was closed. Without a listener either
  // would end prox with a stack trace.
  stream.on('error', error => {
    if (hasCode(error, 'EPIPE', 'EIO')) gone.abort();
    else failure ??= error;
  });
  return {
    isTerminal: stream.isTTY,
    gone: gone.signal,
    failure: () => failure,
    write: async text => {
      if (gone.signal.aborted) return;
      await new Promise<void>(resolve => {
        stream.write(text, () => resolve());
      });
    },
  };
}
