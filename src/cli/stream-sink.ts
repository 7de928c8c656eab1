import {fstatSync, writeSync} from 'node:fs';
import {hasCode} from '../core/errors.ts';
import type {Sink} from './output.ts';

type Stream = NodeJS.WriteStream & {readonly fd: number};

export interface StandardSinks {
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** Sinks on standard output and standard error. */
export function standardSinks({
  stdout,
  stderr,
}: {
  readonly stdout: Stream;
  readonly stderr: Stream;
}): StandardSinks {
  const sink = streamSink(stdout);
  // On one terminal a line of one must not end up in the middle of a line of the other.
  return {stdout: sink, stderr: isSameTerminal(stdout, stderr) ? sink : streamSink(stderr)};
}

/**
 * Whether a terminal (stopped by Ctrl-S, for example) has not taken everything. Node would not end before
 * it does.
 */
export function isHeldUp(stream: Stream): boolean {
  return stream.isTTY && stream.writableLength > 0;
}

function isSameTerminal(stdout: Stream, stderr: Stream): boolean {
  if (!stdout.isTTY || !stderr.isTTY) return false;
  return fstatSync(stdout.fd).rdev === fstatSync(stderr.fd).rdev;
}

function streamSink(stream: Stream): Sink {
  if (isPlainFile(stream)) return fileSink(stream.fd);
  if (stream.isTTY) unblock(stream);
  return pipeSink(stream);
}

/**
 * Node waits for a terminal to take what is written, so that a Ctrl-S would stop all of prox. There is
 * no public way to turn that off; without this one prox works, but waits.
 */
function unblock(stream: Stream): void {
  const handle: unknown = Reflect.get(stream, '_handle');
  if (typeof handle !== 'object' || handle === null || !('setBlocking' in handle)) return;
  if (typeof handle.setBlocking === 'function') handle.setBlocking(false);
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
    columns: undefined,
    rows: undefined,
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
    get columns() {
      return stream.isTTY && stream.columns > 0 ? stream.columns : undefined;
    },
    get rows() {
      return stream.isTTY && stream.rows > 0 ? stream.rows : undefined;
    },
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
