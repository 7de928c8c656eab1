import {once} from 'node:events';
import {createServer, type AddressInfo, type Server} from 'node:net';
import {Mailbox} from './mailbox.ts';
import {OpenSockets} from './open-sockets.ts';
import {RawConnection} from './raw-http.ts';

export interface RawTargetOptions {
  readonly handle?: (connection: RawConnection) => void;
  /** Its side of a connection stays open when the proxy has ended. */
  readonly allowHalfOpen?: boolean;
}

/** A target that speaks no HTTP of its own: the test reads and writes the bytes of each connection. */
export class RawTarget implements AsyncDisposable {
  readonly sockets = new OpenSockets();
  readonly #server: Server;
  readonly #connections = new Mailbox<RawConnection>();

  /** With `handle` every connection is given to it, else they wait for `next()`. */
  static async start(options: RawTargetOptions = {}): Promise<RawTarget> {
    const target = new RawTarget(options);
    target.#server.listen(0, '127.0.0.1');
    await once(target.#server, 'listening');
    return target;
  }

  private constructor({handle, allowHalfOpen = false}: RawTargetOptions) {
    this.#server = createServer({allowHalfOpen}, socket => {
      this.sockets.add(socket);
      const connection = new RawConnection(socket);
      if (handle) handle(connection);
      else this.#connections.put(connection);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next connection, in the order in which they came. */
  async next(): Promise<RawConnection> {
    return this.#connections.next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.sockets.destroyAll();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
