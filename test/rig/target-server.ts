import {once} from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {Mailbox} from './mailbox.ts';
import {OpenSockets} from './open-sockets.ts';

export interface TargetOptions {
  readonly host?: string;
  /** Any free one unless told. */
  readonly port?: number;
  /** Answers at once, in place of the test. */
  readonly answer?: (request: TargetRequest) => void;
  /** Takes `Upgrade` requests, which are refused without it. */
  readonly upgrade?: (message: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** How long an idle connection is kept; 0: for ever. */
  readonly keepAliveMs?: number;
}

/** A real HTTP server behind the proxy whose answers the test releases by hand. */
export class TargetServer implements AsyncDisposable {
  readonly sockets = new OpenSockets();
  readonly #server: Server;
  readonly #requests = new Mailbox<TargetRequest>();
  #seen: string[] = [];

  static async start(options: TargetOptions = {}): Promise<TargetServer> {
    const target = new TargetServer(options);
    const {host = '127.0.0.1', port = 0} = options;
    // It shares its event loop with its clients: what comes at once must find room to wait.
    target.#server.listen({host, port, backlog: 4096});
    await once(target.#server, 'listening');
    return target;
  }

  private constructor({answer, upgrade, keepAliveMs = 0}: TargetOptions) {
    this.#server = createServer({keepAliveTimeout: keepAliveMs}, (message, response) => {
      this.#seen.push(`${message.method} ${message.url}`);
      const request = new TargetRequest(message, response);
      if (answer) answer(request);
      else this.#requests.put(request);
    });
    this.#server.on('connection', socket => this.sockets.add(socket));
    if (upgrade) this.#server.on('upgrade', upgrade);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Method and request target of all that came, in order. */
  get seen(): readonly string[] {
    return this.#seen;
  }

  /** The next request, as soon as its headers are there. */
  async next(): Promise<TargetRequest> {
    return this.#requests.next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.sockets.destroyAll();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

export interface TargetAnswer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** One request at the target, open until the test answers it. */
export class TargetRequest {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** Resolves when the answer is written or its connection is gone. */
  readonly closed: Promise<void>;

  constructor(message: IncomingMessage, response: ServerResponse) {
    this.message = message;
    this.response = response;
    message.on('error', () => {}); // that the sender left is what some tests are about
    response.on('error', () => {}); // likewise
    this.closed = new Promise(resolve => {
      response.once('close', resolve);
    });
  }

  get line(): string {
    return `${this.message.method} ${this.message.url}`;
  }

  get headers(): IncomingHttpHeaders {
    return this.message.headers;
  }

  /** Every value of a header as it came, one for each line. */
  values(name: string): readonly string[] {
    const {rawHeaders} = this.message;
    return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name);
  }

  /** The whole body. @throws when the sender breaks off */
  async body(): Promise<Buffer> {
    return Buffer.concat(await collect(this.message));
  }

  respond({status = 200, headers = {}, body = ''}: TargetAnswer = {}): void {
    this.response.statusCode = status;
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.response.setHeader(name, value);
    }
    this.response.end(body);
  }

  /** Breaks the connection with a RST. */
  reset(): void {
    this.message.socket.resetAndDestroy();
  }
}

/** The chunks of a stream, all of them. */
export async function collect(stream: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
