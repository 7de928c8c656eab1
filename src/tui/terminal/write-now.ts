import {writeSync} from 'node:fs';
import {hasCode} from '../../core/errors.ts';

const PAUSE_MS = 5;
/** Together half a second: a terminal that takes nothing for so long must not hold up the end. */
const MAX_PAUSES = 100;
const NOBODY = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes before it returns, so that it works in the last moment of a process too. A terminal that is gone
 * or takes nothing any more gets nothing, without an error.
 */
export function writeNow(fd: number, text: string): void {
  let rest = Buffer.from(text);
  for (let pauses = 0; rest.length > 0 && pauses < MAX_PAUSES;) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (hasCode(error, 'EIO')) return; // it has been closed
      if (!hasCode(error, 'EAGAIN')) throw error;
      pauses += 1;
      Atomics.wait(NOBODY, 0, 0, PAUSE_MS);
    }
  }
}
