import {OWN_ROUTES} from './all-routes.ts';
import {API_PREFIX} from './route.ts';
import type {ClientTransport} from './transport.ts';

export interface ClientOptions {
  /** Of the server, without the path of the API: `http://127.0.0.1:5555`. */
  readonly baseUrl: string;
  readonly token?: string | undefined;
  /** What to do about a missing or wrong one, in place of what prox says to whoever speaks HTTP. */
  readonly tokenHint?: string | undefined;
  readonly request: ClientTransport;
}

export interface ApiCall {
  readonly method: string;
  /** `/status` and `/api/v1/status` are the same. */
  readonly path: string;
  readonly body?: string | undefined;
  /** Of the body: JSON unless told. */
  readonly contentType?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it arrives; ends with the connection. */
  readonly text: AsyncIterable<string>;
}

/** One call of any path, whatever its answer. @throws ProxError UNREACHABLE */
export async function callApi(options: ClientOptions, call: ApiCall): Promise<ApiResponse> {
  const {token, request} = options;
  const path = isWhole(call.path) ? call.path : `${API_PREFIX}${call.path}`;
  const {status, headers, body} = await request({
    method: call.method,
    url: options.baseUrl.replace(/\/+$/, '') + path,
    headers: {
      accept: '*/*',
      ...(token === undefined ? {} : {authorization: `Bearer ${token}`}),
      ...(call.body === undefined ? {} : {'content-type': call.contentType ?? 'application/json'}),
    },
    body: call.body,
    signal: call.signal,
  });
  return {status, headers, text: decodeText(body)};
}

/** It stands below the prefix already, or is served at the root alone. */
function isWhole(path: string): boolean {
  return path.startsWith('/api/') || path.split('?', 1)[0] === OWN_ROUTES.metrics.path;
}

async function* decodeText(body: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, {stream: true});
  }
}
