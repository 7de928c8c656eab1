import type {IncomingHttpHeaders} from 'node:http';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import {JSON_TYPE} from './answer-headers.ts';
import {membersOf} from './bodies.ts';
import {clientAddress} from './client-address.ts';
import {checkScripted} from './guards.ts';
import type {OwnAnswer, OwnRequest} from './own-routes.ts';
import {sessionCookie, sessionIdsOf} from './session-cookie.ts';
import {SessionStore} from './session-store.ts';
import {bearerToken, type TokenGuard} from './token-guard.ts';

const LIFETIME_MS = 8 * 60 * 60 * 1000;

export interface SessionsOptions {
  readonly clock: Clock;
  /** Undefined where nobody needs a token: then any opens a session, and that grants nothing. */
  readonly tokenGuard: TokenGuard | undefined;
  /** Told the id of each session that its browser ends. */
  readonly onEnd: (id: string) => void;
}

/** Sessions of browsers (docs/reference/api.md, "Who may call"): a cookie in exchange for the token. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #store: SessionStore;
  #generation = 0;

  constructor(options: SessionsOptions) {
    const {clock} = options;
    this.#options = options;
    this.#store = new SessionStore({clock, lifetimeMs: LIFETIME_MS});
  }

  /** @throws ProxError INVALID_BODY, INVALID_PARAMETER, UNAUTHORIZED, RATE_LIMITED */
  login({message, body}: OwnRequest): OwnAnswer {
    const token = parseToken(body);
    this.#endThoseOfOldTokens();
    this.#options.tokenGuard?.check(token, clientAddress(message));
    const expiresAt = new Date(this.#options.clock.now() + LIFETIME_MS).toISOString();
    return {
      type: JSON_TYPE,
      body: JSON.stringify({success: true, expires_at: expiresAt}),
      headers: {'set-cookie': cookieOf(this.#store.open())},
    };
  }

  /** Also of a session that has ended. @throws ProxError CSRF_REJECTED */
  logout({message: {headers}}: Pick<OwnRequest, 'message'>): OwnAnswer {
    const ids = this.#openOnesOf(headers);
    if (ids.length > 0 && bearerToken(headers) === undefined) checkScripted(headers);
    for (const id of ids) {
      this.#store.end(id);
      this.#options.onEnd(id);
    }
    return {
      type: JSON_TYPE,
      body: JSON.stringify({success: true}),
      headers: {'set-cookie': sessionCookie('', 0)},
    };
  }

  /** The id of the open session of a request. */
  find(headers: IncomingHttpHeaders): string | undefined {
    const [id] = this.#openOnesOf(headers);
    return id;
  }

  /** It lasts from now on; returns the `Set-Cookie` that tells the browser so. */
  renew(id: string): string {
    this.#store.renew(id);
    return cookieOf(id);
  }

  #openOnesOf(headers: IncomingHttpHeaders): readonly string[] {
    this.#endThoseOfOldTokens();
    return sessionIdsOf(headers).filter(id => this.#store.isOpen(id));
  }

  #endThoseOfOldTokens(): void {
    const {generation} = this.#options.tokenGuard ?? {generation: 0};
    if (generation !== this.#generation) this.#store.endAll();
    this.#generation = generation;
  }
}

function cookieOf(id: string): string {
  return sessionCookie(id, LIFETIME_MS / 1000);
}

function parseToken(body: unknown): string {
  const {token} = membersOf(body);
  if (typeof token === 'string') return token;
  throw new ProxError('INVALID_PARAMETER', {
    detail: 'token must be a string',
    details: {parameter: 'token'},
  });
}
