import type {ClientRequest, IncomingMessage, RequestOptions, ServerResponse} from 'node:http';
import './old-extend.ts'; // before http-proxy is loaded
import httpProxy from 'http-proxy';
import common from 'http-proxy/lib/http-proxy/common.js';
import type {Arrived, Response} from './client-message.ts';
import type {Target} from '../routes/target.ts';

export interface Forwarding {
  readonly request: Arrived;
  readonly response: Response;
  readonly target: Target;
  /** What is sent to the target, headers and agent included. */
  readonly outgoing: RequestOptions;
  /** Called before anything else can happen to the request that goes out; its body is the caller's to send. */
  readonly onOpen: (outgoing: ClientRequest) => void;
  /** May be called several times. */
  readonly onError: (error: Error) => void;
}

type Options = httpProxy.ServerOptions & Pick<Forwarding, 'outgoing'>;

// http-proxy joins paths (`//` becomes `/`) and copies hop-by-hop headers; ours are complete already.
common.setupOutgoing = (_ssl: unknown, {outgoing}: Options) => outgoing;

/** Only the pass that sends: `deleteLength` makes a smuggled request of a chunked DELETE. */
const proxy = Object.assign(httpProxy.createProxyServer({selfHandleResponse: true}), {
  webPasses: onlySending(httpProxy.createProxyServer()),
});

/** Sends one request to its target by http-proxy. The answer comes by events of the outgoing request. */
export function forward(forwarding: Forwarding): void {
  const {request, response, target, outgoing, onOpen, onError} = forwarding;
  const options = {
    target: {protocol: target.protocol, host: target.host, port: target.port},
    outgoing,
    // In place of the body: whoever sends it must know when it has begun, and count it.
    buffer: {pipe: onOpen},
  };
  try {
    // It touches of both only what HTTP/1 and HTTP/2 have in common.
    proxy.web(
      request as IncomingMessage,
      response as ServerResponse,
      options as unknown as httpProxy.ServerOptions,
      onError,
    );
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)));
  }
}

function onlySending(server: object): readonly unknown[] {
  const passes: unknown = Reflect.get(server, 'webPasses');
  if (!Array.isArray(passes)) throw new Error('http-proxy has no webPasses');
  return passes.filter((pass: unknown) => typeof pass === 'function' && pass.name === 'stream');
}
