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

export interface OutputPipes {
  readonly stdout: OutputPipe;
  readonly stderr: OutputPipe;
}

export interface MadePipes {
  /** As many as could be made. */
  readonly made: readonly OutputPipes[];
  /** Why there are no more. */
  readonly error?: unknown;
}

/**
 * Pipes for so many children. Node's own are sockets, and a program that opens `/dev/stdout` (nginx,
 * `tee /dev/stderr`) gets ENXIO from a socket; a FIFO is a real pipe.
 */
export async function makePipes(count: number): Promise<MadePipes> {
  let directory: string | undefined;
  try {
    directory = await mkdtemp(path.join(tmpdir(), 'prox-'));
    const prefix = path.join(directory, 'fifo');
    const fifos = Array.from({length: 2 * count}, (_, index) => `${prefix}${index}`);
    await promisify(execFile)('mkfifo', ['-m', '600', ...fifos]);
    return openAll(prefix, count);
  } catch (error) {
    return {made: [], error};
  } finally {
    // The open descriptors keep the pipes; a name that stays in the folder for temporary files hurts nobody.
    if (directory !== undefined) {
      await rm(directory, {recursive: true, force: true}).catch(() => undefined);
    }
  }
}

function openAll(prefix: string, count: number): MadePipes {
  const made: OutputPipes[] = [];
  try {
    while (made.length < count) {
      const index = 2 * made.length;
      const stdout = openPipe(`${prefix}${index}`);
      made.push({stdout, stderr: orClose(stdout, () => openPipe(`${prefix}${index + 1}`))});
    }
    return {made};
  } catch (error) {
    return {made, error};
  }
}

function openPipe(fifo: string): OutputPipe {
  // The reader first and without blocking: a FIFO's writer can open it only when there is a reader.
  const readFd = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
  return {readFd, writeFd: orClose({readFd}, () => openSync(fifo, constants.O_WRONLY))};
}

/** Closes the descriptors when what needs them fails. */
function orClose<T>(fds: Partial<OutputPipe>, open: () => T): T {
  try {
    return open();
  } catch (error) {
    for (const fd of Object.values(fds)) closeSync(fd);
    throw error;
  }
}

export function closePipes({stdout, stderr}: OutputPipes): void {
  for (const {readFd, writeFd} of [stdout, stderr]) {
    closeSync(readFd);
    closeSync(writeFd);
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
