import type {IncomingMessage} from 'node:http';
import {clientAddress} from './client-address.ts';
import {checkHost, checkOrigin, checkScripted, isChange} from './guards.ts';
import type {Route} from './route.ts';
import {Sessions} from './sessions.ts';
import type {Pass} from './stream-places.ts';
import {bearerToken, TokenGuard, type CurrentToken, type TokenGuardOptions} from './token-guard.ts';

export interface AccessOptions extends Omit<TokenGuardOptions, 'token'> {
  /** Undefined: nobody needs a token. */
  readonly token: CurrentToken | undefined;
  /** Names that a Host header may carry besides the loopback ones. */
  readonly allowedHosts: readonly string[];
  /** Origins other than our own whose pages may call us. */
  readonly corsOrigins: readonly string[];
}

/** That a request may pass. */
export interface Admission {
  /** Of the answer: the cookie of a session that lasts from now on. */
  readonly headers: Readonly<Record<string, string>>;
  readonly pass: Pass;
}

/** Who may call (docs/reference/api.md): host guard, then token or session, then origin guard. */
export class Access {
  readonly sessions: Sessions;
  readonly #options: AccessOptions;
  readonly #tokenGuard: TokenGuard | undefined;
  #boundHost = '127.0.0.1';

  /** @param onSessionEnd told the id of each session that its browser ends */
  constructor(options: AccessOptions, onSessionEnd: (session: string) => void) {
    const {token, clock} = options;
    this.#options = options;
    this.#tokenGuard = token === undefined ? undefined : new TokenGuard({...options, token});
    this.sessions = new Sessions({clock, tokenGuard: this.#tokenGuard, onEnd: onSessionEnd});
  }

  /** Another number after every change of the token; always 0 where nobody needs one. */
  get generation(): number {
    return this.#tokenGuard?.generation ?? 0;
  }

  /** The address listened on decides which Host headers are good. */
  bind(host: string): void {
    this.#boundHost = host;
  }

  /**
   * @throws ProxError HOST_NOT_ALLOWED, UNAUTHORIZED, RATE_LIMITED, ORIGIN_NOT_ALLOWED, CSRF_REJECTED
   */
  check(request: IncomingMessage, route: Route | undefined): Admission {
    const {allowedHosts, corsOrigins} = this.#options;
    if (route?.isPublic === true) return this.#admit();
    checkHost(request, {boundHost: this.#boundHost, allowedHosts});
    // A browser sends a preflight without the token, and it changes nothing.
    if (request.method === 'OPTIONS') return this.#admit();
    const session = route?.isForEverybody === true ? undefined : this.#identify(request, route);
    // Whoever opens a WebSocket may read it, whatever their origin: browsers leave that to us.
    if (isChange(request) || route?.kind === 'socket') {
      checkOrigin(request.headers, session === undefined ? corsOrigins : OWN_ORIGIN);
    }
    if (session === undefined) return this.#admit();
    if (isChange(request)) checkScripted(request.headers);
    return this.#admit(session);
  }

  #admit(session?: string): Admission {
    const headers = session === undefined ? {} : {'set-cookie': this.sessions.renew(session)};
    return {headers, pass: {session, generation: this.generation}};
  }

  /** The session that it comes with; undefined when a token speaks for it, or nobody needs one. */
  #identify(request: IncomingMessage, route: Route | undefined): string | undefined {
    const token = tokenOf(request, route);
    const session = token === undefined ? this.sessions.find(request.headers) : undefined;
    if (session === undefined) this.#tokenGuard?.check(token, clientAddress(request));
    return session;
  }
}

/** A session is for pages of ours: `SameSite` sends it along from every port of the same host name. */
const OWN_ORIGIN: readonly string[] = [];

/** An EventSource and a WebSocket cannot send headers, so they, and nothing else, also take `?token=`. */
function tokenOf(request: IncomingMessage, route: Route | undefined): string | undefined {
  const fromHeader = bearerToken(request.headers);
  const takesQuery = route?.kind === 'stream' || route?.kind === 'socket';
  if (fromHeader !== undefined || !takesQuery) return fromHeader;
  const [, query = ''] = (request.url ?? '').split('?', 2);
  // `?token=` says no more than no token at all.
  return new URLSearchParams(query).getAll('token').find(token => token !== '');
}
