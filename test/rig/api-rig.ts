import {request as httpRequest, type IncomingHttpHeaders, type IncomingMessage} from 'node:http';
import {connect, type Socket} from 'node:net';
import {createServer, type ApiServer, type ApiServerOptions} from '../../src/api/server.ts';
import type {CurrentToken, Refusal} from '../../src/api/token-guard.ts';
import {FakeClock} from './fake-clock.ts';
import {FakeProx} from './fake-prox.ts';

export interface HttpCall {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface ApiRigOptions extends Partial<Omit<ApiServerOptions, 'token'>> {
  readonly token?: string | CurrentToken;
}

/** The real API server on a free port, in front of a FakeProx and with a FakeClock. */
export class ApiRig {
  readonly prox = new FakeProx();
  readonly clock = new FakeClock();
  /** What the server reported as its own mistakes. */
  readonly bugs: unknown[] = [];
  /** What the server told of wrong tokens. */
  readonly refusals: Refusal[] = [];
  readonly server: ApiServer;
  port = 0;
  readonly #sockets: Socket[] = [];

  constructor({token, ...changes}: ApiRigOptions) {
    this.server = createServer({
      prox: this.prox,
      clock: this.clock,
      token: typeof token === 'string' ? () => token : token,
      allowedHosts: [],
      corsOrigins: [],
      onRefusal: refusal => this.refusals.push(refusal),
      onBug: error => this.bugs.push(error),
      ...changes,
    });
  }

  static async start(changes: ApiRigOptions = {}): Promise<ApiRig> {
    const rig = new ApiRig(changes);
    ({port: rig.port} = await rig.server.listen({host: '127.0.0.1', port: 0}));
    return rig;
  }

  /** The whole answer to one request; headers such as Host and Origin go out as given. */
  async call(call: HttpCall): Promise<HttpAnswer> {
    const response = await this.open(call);
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk);
    return {status: response.statusCode ?? 0, headers: response.headers, text};
  }

  /** The answer as soon as its headers are there, its body unread. */
  async open({method = 'GET', path, headers = {}, body}: HttpCall): Promise<IncomingMessage> {
    return new Promise<IncomingMessage>((resolve, reject) => {
      const {port} = this;
      const options = {host: '127.0.0.1', port, method, path, headers, agent: false};
      const request = httpRequest(options, resolve);
      request.on('error', reject);
      request.on('socket', socket => this.#sockets.push(socket));
      request.end(body);
    });
  }

  /** Sends bytes as they are; everything that comes back until the server closes. */
  async raw(...parts: readonly string[]): Promise<string> {
    const socket = this.socket();
    for (const part of parts) socket.write(part, 'latin1');
    let text = '';
    socket.on('error', () => {}); // a reset after the answer is part of being refused
    socket.on('data', chunk => (text += chunk.toString('latin1')));
    await new Promise(resolve => socket.once('close', resolve));
    return text;
  }

  socket(): Socket {
    const socket = connect(this.port, '127.0.0.1');
    this.#sockets.push(socket);
    return socket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    const closed = this.server.close();
    this.clock.advance(1000);
    await closed;
  }
}
