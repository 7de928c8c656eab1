import {connect, createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {Mailbox} from './mailbox.ts';

/** Passes connections on to a port of this machine, until they are cut. */
export class Relay implements AsyncDisposable {
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  readonly #requests = new Mailbox<string>();

  static async start(targetPort: number): Promise<Relay> {
    const relay = new Relay(targetPort);
    await new Promise<void>(resolve => relay.#server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  private constructor(targetPort: number) {
    this.#server = createServer(client => {
      const target = connect(targetPort, '127.0.0.1');
      client.on('data', bytes => this.#requests.put(bytes.toString('latin1')));
      this.#join(client, target);
      this.#join(target, client);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resolves when what a client sends matches; what came before is consumed. */
  async request(pattern: RegExp): Promise<void> {
    while (!pattern.test(await this.#requests.next()));
  }

  /** Ends every connection in the middle of what it carries. New ones are passed on. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise<unknown>(resolve => this.#server.close(resolve));
  }

  #join(from: Socket, to: Socket): void {
    this.#open.add(from);
    from.pipe(to);
    from.on('error', () => {}); // reset or refused: `close` follows
    from.on('close', () => {
      this.#open.delete(from);
      to.destroy();
    });
  }
}
