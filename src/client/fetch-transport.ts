import type {ClientTransport, TransportRequest} from '../api/transport.ts';
import type {Clock} from '../core/clock.ts';
import {hasCode, ProxError} from '../core/errors.ts';

export interface FetchTransportOptions {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
}

/** Three of the comments that a silent stream of prox is kept alive with. */
const MAX_SILENCE_MS = 45_000;

/** HTTP by `fetch`, which Node and browsers have. An answer that goes on in silence for 45 s has ended. */
export function createFetchTransport({fetch, clock}: FetchTransportOptions): ClientTransport {
  return async call => {
    const headers = new Headers(call.headers); // what no header can bear is not UNREACHABLE
    const response = await send(fetch, call, headers);
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: readBody(response, clock),
    };
  };
}

async function send(
  sendRequest: typeof fetch,
  {method, url, body, signal}: TransportRequest,
  headers: Headers,
): Promise<Response> {
  try {
    return await sendRequest(url, {
      method,
      headers,
      redirect: 'error', // prox never sends one, and the token is for nobody else
      ...(body === undefined ? {} : {body}),
      ...(signal === undefined ? {} : {signal}),
    });
  } catch (error) {
    throw asProxError(new URL(url), error);
  }
}

/** Node tells the reason as the cause; a browser keeps it to itself. */
function asProxError({origin}: URL, error: unknown): ProxError {
  const reason = error instanceof Error ? (error.cause ?? error) : error;
  const isRefused = hasCode(reason, 'ECONNREFUSED');
  const text = reason instanceof Error ? reason.message : String(reason);
  const detail = `${origin} (${isRefused ? 'connection refused' : text})`;
  if (isLasting(reason)) {
    return new ProxError('USAGE', {detail: `fetch refuses ${detail}`, cause: error});
  }
  return new ProxError('UNREACHABLE', {
    detail,
    hint: reason === error ? `${RUN_HINT} ${PAGE_HINT}` : RUN_HINT,
    cause: error,
  });
}

const RUN_HINT = 'Is prox running? `prox up` starts it.';
const PAGE_HINT = 'A page is let in when `api.cors_origins` names its origin.';

/** It is so however often it is tried: the port is one of those kept from pages, or the certificate is wrong. */
function isLasting(reason: unknown): boolean {
  if (!(reason instanceof Error)) return false;
  const code = 'code' in reason ? String(reason.code) : '';
  return reason.message === 'bad port' || /CERT|SIGNATURE|_SSL_|_TLS_/.test(code);
}

/** By a reader: not every browser can iterate over a stream. */
async function* readBody({body}: Response, clock: Clock): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = body.getReader();
  const leave = (): void => void reader.cancel().catch(() => {}); // it has broken already
  try {
    for (;;) {
      const patience = clock.after(MAX_SILENCE_MS, leave);
      const {done, value} = await reader.read().finally(() => patience.cancel());
      if (done) return;
      yield value;
    }
  } catch {
    // The connection broke or was aborted: both end the body, and JSON that was cut off is noticed.
  } finally {
    leave();
  }
}
