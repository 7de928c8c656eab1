import {setImmediate} from 'node:timers/promises';

const PATIENCE_MS = 5000;

let watchers = 0;
let before = 0;

/** Counts the TCP sockets of this process that are open, to find those that should not be. */
export class SocketLeaks {
  constructor() {
    if (watchers === 0) before = countSockets();
    watchers += 1;
  }

  /**
   * Resolves when no more are open than before; of several at a time the last one looks.
   * @throws when that takes longer than 5 s
   */
  async check(): Promise<void> {
    watchers -= 1;
    if (watchers > 0) return;
    const deadline = performance.now() + PATIENCE_MS;
    while (countSockets() > before) {
      if (performance.now() > deadline) {
        throw new Error(`${countSockets() - before} sockets are left open`);
      }
      await setImmediate();
    }
  }
}

function countSockets(): number {
  return process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length;
}
