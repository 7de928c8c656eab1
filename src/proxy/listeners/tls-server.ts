import {createSecureServer} from 'node:http2';
import https from 'node:https';
import type {Socket} from 'node:net';
import type {SecureContext, Server} from 'node:tls';
import {callbackify} from 'node:util';
import {redirectPlainHttp} from './plain-http.ts';

/** What the TLS listener shows, by server name. */
export interface TlsOptions {
  /** Key and certificate, for clients that send no server name. */
  readonly defaultPem: string;
  readonly contextFor: (serverName: string) => Promise<SecureContext>;
  readonly isHttp2: boolean;
}

/** A stream or an upload may take as long as it likes; headers may not. */
export const TIMEOUTS = {requestTimeout: 0, headersTimeout: 60_000} as const;
/** A browser cancels as many as it likes while a page is reloaded (CVE-2023-44487 is no worry on loopback). */
const STREAM_RESETS = {
  streamResetBurst: 100_000,
  streamResetRate: 10_000,
  maxSessionRejectedStreams: 1_000_000,
  maxSessionInvalidFrames: 100_000,
} as const;
/** More at once would be more connections than the backlog of a target takes (511 in Node). */
const MAX_STREAMS = 256;
/** For HTTPS, and HTTP/2 for who asks for it (ALPN); plain HTTP is sent to `https:`. */
export function createTlsServer({defaultPem, contextFor, isHttp2}: TlsOptions): Server {
  const SNICallback = callbackify(contextFor);
  const options = {...TIMEOUTS, key: defaultPem, cert: defaultPem, SNICallback};
  const server = isHttp2
    ? createSecureServer({
        ...options,
        ...STREAM_RESETS,
        // The size is bounded; browsers send each cookie by itself, and those of localhost pile up.
        maxHeaderListPairs: 5000,
        allowHTTP1: true,
        settings: {enableConnectProtocol: true, maxConcurrentStreams: MAX_STREAMS},
      })
    : https.createServer(options);
  // A handshake that fails, a session that is cut off: the client's loss, and no news.
  server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  server.on('sessionError', () => undefined);
  redirectPlainHttp(server);
  return server;
}
