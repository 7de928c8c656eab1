/** One HTTP exchange, as the client needs it; `http-transport.ts` makes it with Node. */
export interface TransportRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly signal: AbortSignal | undefined;
}

interface TransportResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ends without an error when the connection does, however that came about. */
  readonly body: AsyncIterable<Uint8Array | string>;
}

/**
 * Resolves when the headers have arrived.
 * @throws ProxError UNREACHABLE; its cause has the code ECONNREFUSED when nothing listens there
 */
export type ClientTransport = (request: TransportRequest) => Promise<TransportResponse>;
