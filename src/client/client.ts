import {type ApiClient, createClient as createApiClient} from '../api/client.ts';
import {systemClock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import {createFetchTransport} from './fetch-transport.ts';
import {createStreams, type Streams} from './streams.ts';

export type * from './data.ts';
export type {Streams, StreamOptions, WaitOptions} from './streams.ts';
export {type ErrorCode, ProxError} from '../core/errors.ts';

export interface CreateClientOptions {
  /** Of the API, without a path: `http://127.0.0.1:5555` unless told. */
  readonly url?: string | undefined;
  /** What `prox token` prints; needed only where `api.host` or `api.auth` ask for it. */
  readonly token?: string | undefined;
  /** In place of the global one: for further headers, a proxy, or a test. */
  readonly fetch?: typeof fetch | undefined;
}

/** Everything one can ask of a running prox, and what one can follow. Failures are `ProxError`s. */
export interface ProxClient extends Omit<ApiClient, keyof Streams>, Streams {}

/** Connects to nothing until it is asked something. @throws ProxError USAGE for a `url` that is none */
export function createClient({
  url = 'http://127.0.0.1:5555',
  token,
  fetch = globalThis.fetch,
}: CreateClientOptions = {}): ProxClient {
  const request = createFetchTransport({fetch, clock: systemClock});
  const api = {baseUrl: checkUrl(url), token, request};
  return {...createApiClient(api), ...createStreams({api, clock: systemClock})};
}

/** Also for an error of another copy of this module. */
export function isProxError(error: unknown): error is ProxError {
  return error instanceof ProxError || (error instanceof Error && error.name === 'ProxError');
}

function checkUrl(url: string): string {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new ProxError('USAGE', {
    detail: `the url must be like http://127.0.0.1:5555, not '${url}'`,
  });
}
