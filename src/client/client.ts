import {type ApiClient, createClient as createApiClient} from '../api/client.ts';
import {systemClock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import type {TypedEventPage} from '../core/event-details.ts';
import type {EventQuery} from '../core/event.ts';
import {isHere, originOf} from './address.ts';
import {variable} from './environment.ts';
import {createFetchTransport} from './fetch-transport.ts';
import {createStreams, type Streams} from './streams.ts';

export type * from './data.ts';
export type {Streams, StreamOptions, WaitOptions} from './streams.ts';
export {type ErrorCode, ProxError} from '../core/errors.ts';

export interface CreateClientOptions {
  /** Of the API, without a path. Unless told PROX_API_URL in Node, else `http://127.0.0.1:5555`. */
  readonly url?: string | undefined;
  /**
   * What `prox token` prints; needed only where `api.host` or `api.auth` ask for it. Unless told PROX_TOKEN in
   * Node, which goes to addresses of this machine only.
   */
  readonly token?: string | undefined;
  /** In place of the global one: for further headers, a proxy, or a test. */
  readonly fetch?: typeof fetch | undefined;
}

/** Everything one can ask of a running prox, and what one can follow. Failures are `ProxError`s. */
export interface ProxClient extends Omit<ApiClient, 'events' | keyof Streams>, Streams {
  /** The newest matching events of this and earlier runs. */
  events(query?: EventQuery): Promise<TypedEventPage>;
}

/** Connects to nothing until it is asked something. @throws ProxError USAGE for a `url` or `token` that is none */
export function createClient({
  url,
  token,
  fetch = globalThis.fetch,
}: CreateClientOptions = {}): ProxClient {
  const baseUrl = addressFrom(url);
  const request = createFetchTransport({fetch, clock: systemClock});
  const api = {baseUrl, token: tokenFrom(token, baseUrl), tokenHint: TOKEN_HINT, request};
  const prox = createApiClient(api);
  return {
    ...prox,
    ...createStreams({api, clock: systemClock}),
    events: async query => (await prox.events(query)) as TypedEventPage, // so prox reports them
  };
}

const TOKEN_HINT =
  'Pass createClient({token}) what `prox token`, run in the project, prints; in Node PROX_TOKEN does too.';

/** Also for an error of another copy of this module. */
export function isProxError(error: unknown): error is ProxError {
  return error instanceof ProxError || (error instanceof Error && error.name === 'ProxError');
}

function addressFrom(url: string | undefined): string {
  if (url !== undefined) return originOf(url, 'url');
  return originOf(variable('PROX_API_URL') ?? 'http://127.0.0.1:5555', 'PROX_API_URL');
}

function tokenFrom(given: string | undefined, baseUrl: string): string | undefined {
  if (given !== undefined) return checkToken(given, 'token');
  const token = isHere(baseUrl) ? variable('PROX_TOKEN') : undefined;
  return token === undefined ? undefined : checkToken(token, 'PROX_TOKEN');
}

function checkToken(token: string, source: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new ProxError('USAGE', {
    detail: `${source} must be printable ASCII characters without spaces`,
    hint: 'It is what `prox token` prints, without the line end.',
  });
}
