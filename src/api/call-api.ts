import {API_PREFIX} from './routes.ts';
import type {ClientTransport} from './transport.ts';

export interface ClientOptions {
  /** Of the server, without the path of the API: `http://127.0.0.1:5555`. */
  readonly baseUrl: string;
  readonly token?: string | undefined;
  readonly request: ClientTransport;
}

export interface ApiCall {
  readonly method: string;
  /** `/status` and `/api/v1/status` are the same. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string | undefined;
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
  const path = call.path.startsWith('/api/') ? call.path : `${API_PREFIX}${call.path}`;
  const {status, headers, body} = await request({
    method: call.method,
    url: options.baseUrl.replace(/\/+$/, '') + path,
    headers: {
      accept: '*/*',
      ...(token === undefined ? {} : {authorization: `Bearer ${token}`}),
      ...(call.body === undefined ? {} : {'content-type': 'application/json'}),
    },
    body: call.body,
    signal: call.signal,
  });
  return {status, headers, text: decodeText(body)};
}

async function* decodeText(body: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, {stream: true});
  }
}
