import {readFile} from 'node:fs/promises';
import {
  connect,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import {join} from 'node:path';
import {connect as connectTls, type TLSSocket} from 'node:tls';
import {once} from 'node:events';
import {collect} from './target-server.ts';
import type {TestProxy} from './test-proxy.ts';

export interface H2Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders;
  readonly text: string;
}

/** The certificate of the CA that the proxy has made. */
async function caOf(proxy: TestProxy): Promise<string> {
  return readFile(join(proxy.dir, 'certs', 'ca.pem'), 'utf8');
}

/** A TLS connection to the HTTPS listener, in the name of `servername`, verified. */
export async function connectSecurely(
  proxy: TestProxy,
  alpn: readonly string[],
  servername = 'app.localhost',
): Promise<TLSSocket> {
  const socket = connectTls({
    host: '127.0.0.1',
    port: proxy.httpsPort,
    servername,
    ca: await caOf(proxy),
    ALPNProtocols: [...alpn],
  });
  proxy.adopt(socket);
  await once(socket, 'secureConnect');
  socket.on('error', () => {}); // how it ends is for the test to look at
  return socket;
}

/** One HTTP/2 session with the HTTPS listener of a proxy. */
export class H2Client {
  readonly session: ClientHttp2Session;
  readonly #port: number;

  static async open(proxy: TestProxy): Promise<H2Client> {
    const socket = await connectSecurely(proxy, ['h2']);
    const session = connect(`https://app.localhost:${proxy.httpsPort}`, {
      createConnection: () => socket,
    });
    proxy.adopt(session);
    session.on('error', () => {}); // how it ends is for the test to look at
    await once(session, 'remoteSettings');
    return new H2Client(session, proxy.httpsPort);
  }

  private constructor(session: ClientHttp2Session, port: number) {
    this.session = session;
    this.#port = port;
  }

  /** Begins a request; pseudo headers as given. Its body is for the test to write and end, if it has one. */
  open(headers: OutgoingHttpHeaders = {}, {hasBody = true} = {}): ClientHttp2Stream {
    const stream = this.session.request(
      {':authority': `app.localhost:${this.#port}`, ':path': '/', ...headers},
      {endStream: !hasBody},
    );
    stream.on('error', () => {}); // likewise
    return stream;
  }

  /** The whole answer to one request. */
  async call(headers: OutgoingHttpHeaders = {}, body = ''): Promise<H2Answer> {
    const hasBody = body !== '';
    const stream = this.open(headers, {hasBody});
    let trailers: IncomingHttpHeaders = {};
    stream.once('trailers', received => (trailers = received));
    if (hasBody) stream.end(body);
    const [answer] = (await once(stream, 'response')) as [IncomingHttpHeaders];
    const text = Buffer.concat(await collect(stream)).toString();
    return {status: Number(answer[':status']), headers: answer, trailers, text};
  }
}
