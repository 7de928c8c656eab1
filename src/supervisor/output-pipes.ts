import {execFile} from 'node:child_process';
import {closeSync, constants, openSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';

/** A pipe for one output stream of one child. */
export interface OutputPipe {
  readonly readFd: number;
  /** Given to the child and closed here once it runs. */
  readonly writeFd: number;
}

/** How many pipes one `mkfifo` makes at most: each takes two descriptors until it is handed out. */
const MAX_BATCH = 64;

/**
 * Makes pipes for children. Node's own are sockets, and a program that opens `/dev/stdout` (nginx,
 * `tee /dev/stderr`) gets ENXIO from a socket; a FIFO is a real pipe. Those asked for at the same time
 * are made by one `mkfifo`.
 */
export class PipeMaker {
  #waiting: PromiseWithResolver<OutputPipe>[] = [];
  #isMaking = false;

  async take(): Promise<OutputPipe> {
    const pipe = new Promise<OutputPipe>((resolve, reject) => {
      this.#waiting.push({resolve, reject});
    });
    void this.#serve();
    return pipe;
  }

  async #serve(): Promise<void> {
    if (this.#isMaking) return;
    this.#isMaking = true;
    // Whoever asks in this turn of the event loop is served by the same call.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_BATCH);
      try {
        const pipes = await makePipes(batch.length);
        for (const [index, {resolve, reject}] of batch.entries()) {
          const pipe = pipes[index];
          if (pipe) resolve(pipe);
          else reject(new Error('too few pipes'));
        }
      } catch (error) {
        for (const {reject} of batch) reject(error);
      }
    }
    this.#isMaking = false;
  }
}

interface PromiseWithResolver<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

async function makePipes(count: number): Promise<OutputPipe[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'prox-'));
  try {
    const paths = Array.from({length: count}, (_, index) => path.join(directory, String(index)));
    await promisify(execFile)('mkfifo', ['-m', '600', ...paths]);
    return openAll(paths);
  } finally {
    // The open descriptors keep the pipes; their names are no longer needed.
    await rm(directory, {recursive: true, force: true});
  }
}

function openAll(paths: readonly string[]): OutputPipe[] {
  const pipes: OutputPipe[] = [];
  try {
    for (const fifo of paths) {
      // The reader first and without blocking: a FIFO's writer can open it only when there is a reader.
      const readFd = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        pipes.push({readFd, writeFd: openSync(fifo, constants.O_WRONLY)});
      } catch (error) {
        closeSync(readFd);
        throw error;
      }
    }
    return pipes;
  } catch (error) {
    for (const {readFd, writeFd} of pipes) {
      closeSync(readFd);
      closeSync(writeFd);
    }
    throw error;
  }
}

/** One buffer serves all readers: each chunk is used up before the next read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/** Reads until every writer has closed the pipe; `onData`'s chunk is good during the call only. */
export function readPipe(readFd: number, onData: (chunk: Buffer) => void): Socket {
  const options = {
    fd: readFd,
    readable: true,
    writable: false,
    onread: {
      buffer: READ_BUFFER,
      callback(bytesRead: number): boolean {
        onData(READ_BUFFER.subarray(0, bytesRead));
        return true;
      },
    },
  };
  return new Socket(options);
}
