import type {Socket} from 'node:net';

/** The sockets of one server that are open now. */
export class OpenSockets {
  readonly #open = new Set<Socket>();
  #seen = 0;
  #waiters: (() => void)[] = [];

  /** How many there have ever been. */
  get seen(): number {
    return this.#seen;
  }

  get count(): number {
    return this.#open.size;
  }

  add(socket: Socket): void {
    this.#seen += 1;
    this.#open.add(socket);
    socket.on('error', () => {}); // how a socket ended is for the test to look at
    socket.once('close', () => {
      this.#open.delete(socket);
      if (this.#open.size > 0) return;
      for (const waiter of this.#waiters.splice(0)) waiter();
    });
  }

  /** Resolves when none is open. */
  async allClosed(): Promise<void> {
    if (this.#open.size === 0) return;
    await new Promise<void>(resolve => this.#waiters.push(resolve));
  }

  destroyAll(): void {
    for (const socket of this.#open) socket.destroy();
  }
}
