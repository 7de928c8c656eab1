import type {IncomingHttpHeaders} from 'node:http';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import {JSON_TYPE} from './answer-headers.ts';
import {membersOf} from './bodies.ts';
import {clientAddress} from './client-address.ts';
import {checkScripted} from './guards.ts';
import type {OwnAnswer, OwnRequest} from './own-routes.ts';
import {sessionCookie, sessionIdOf} from './session-cookie.ts';
import {SessionStore} from './session-store.ts';
import {bearerToken, type TokenGuard} from './token-guard.ts';

const LIFETIME_MS = 8 * 60 * 60 * 1000;

export interface SessionsOptions {
  readonly clock: Clock;
  /** Undefined where nobody needs a token: then any opens a session, and that grants nothing. */
  readonly tokenGuard: TokenGuard | undefined;
}

/** Sessions of browsers (docs/reference/api.md, "Who may call"): a cookie in exchange for the token. */
export class Sessions {
  readonly #clock: Clock;
  readonly #tokenGuard: TokenGuard | undefined;
  readonly #store: SessionStore;
  #generation = 0;

  constructor({clock, tokenGuard}: SessionsOptions) {
    this.#clock = clock;
    this.#tokenGuard = tokenGuard;
    this.#store = new SessionStore({clock, lifetimeMs: LIFETIME_MS});
  }

  /** @throws ProxError INVALID_BODY, INVALID_PARAMETER, UNAUTHORIZED, RATE_LIMITED */
  login({message, body}: OwnRequest): OwnAnswer {
    const token = parseToken(body);
    this.#endThoseOfOldTokens();
    this.#tokenGuard?.check(token, clientAddress(message));
    const expiresAt = new Date(this.#clock.now() + LIFETIME_MS).toISOString();
    return {
      type: JSON_TYPE,
      body: JSON.stringify({success: true, expires_at: expiresAt}),
      headers: {'set-cookie': cookieOf(this.#store.open())},
    };
  }

  /** Also of a session that has ended. @throws ProxError CSRF_REJECTED */
  logout({message: {headers}}: Pick<OwnRequest, 'message'>): OwnAnswer {
    const id = this.find(headers);
    if (id !== undefined) {
      if (bearerToken(headers) === undefined) checkScripted(headers);
      this.#store.end(id);
    }
    return {
      type: JSON_TYPE,
      body: JSON.stringify({success: true}),
      headers: {'set-cookie': sessionCookie('', 0)},
    };
  }

  /** The id of the open session of a request. */
  find(headers: IncomingHttpHeaders): string | undefined {
    this.#endThoseOfOldTokens();
    const id = sessionIdOf(headers);
    return id !== undefined && this.#store.isOpen(id) ? id : undefined;
  }

  /** It lasts from now on; returns the `Set-Cookie` that tells the browser so. */
  renew(id: string): string {
    this.#store.renew(id);
    return cookieOf(id);
  }

  #endThoseOfOldTokens(): void {
    const {generation} = this.#tokenGuard ?? {generation: 0};
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
