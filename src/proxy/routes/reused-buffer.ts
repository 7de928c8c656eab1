import type {OnReadOpts, Socket} from 'node:net';

const READ_BYTES = 64 * 1024;

/**
 * How a connection reads into one buffer of its own, in place of a new one of 64 KB for each read, which
 * cost a large answer as much as the rest of its way. Only for what Node's HTTP parser reads: it copies the
 * bodies that it passes on.
 */
export function reusedBuffer(socket: () => Socket): OnReadOpts {
  let buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  return {
    buffer: () => buffer,
    callback: (length, bytes) => {
      const wantsMore = socket().push(bytes.subarray(0, length));
      // Nobody has taken it yet: the memory stays with it.
      if (socket().readableLength > 0) buffer = Buffer.allocUnsafeSlow(READ_BYTES);
      return wantsMore;
    },
  };
}
