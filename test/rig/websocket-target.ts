import {once} from 'node:events';
import type {IncomingMessage} from 'node:http';
import {WebSocketServer, type WebSocket} from 'ws';
import {Mailbox} from './mailbox.ts';
import {TargetServer, type TargetRequest} from './target-server.ts';

export interface WebSocketConnection {
  readonly socket: WebSocket;
  /** The handshake. */
  readonly message: IncomingMessage;
}

/** A target that takes WebSockets and says everything back; what is no upgrade gets 200. */
export class WebSocketTarget implements AsyncDisposable {
  readonly server: TargetServer;
  readonly #connections: Mailbox<WebSocketConnection>;

  static async start(): Promise<WebSocketTarget> {
    const connections = new Mailbox<WebSocketConnection>();
    const sockets = new WebSocketServer({
      noServer: true,
      handleProtocols: protocols => [...protocols].at(-1) ?? false,
    });
    const server = await TargetServer.start({
      answer: (request: TargetRequest) => request.respond({body: 'no upgrade'}),
      upgrade: (message, socket, head) => {
        sockets.handleUpgrade(message, socket, head, webSocket => {
          webSocket.on('error', () => {}); // how it ended is for the test to look at
          webSocket.on('message', (data, isBinary) => webSocket.send(data, {binary: isBinary}));
          connections.put({socket: webSocket, message});
        });
      },
    });
    return new WebSocketTarget(server, connections);
  }

  private constructor(server: TargetServer, connections: Mailbox<WebSocketConnection>) {
    this.server = server;
    this.#connections = connections;
  }

  get port(): number {
    return this.server.port;
  }

  get sockets(): TargetServer['sockets'] {
    return this.server.sockets;
  }

  /** The next connection, when it is established. */
  async next(): Promise<WebSocketConnection> {
    return this.#connections.next();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
  }
}

/** The next message of a WebSocket, as text. */
export async function message(socket: WebSocket): Promise<string> {
  const [data] = (await once(socket, 'message')) as [Buffer];
  return data.toString();
}
