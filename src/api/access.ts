import type {IncomingMessage} from 'node:http';
import {clientAddress} from './client-address.ts';
import {checkHost, checkOrigin, checkScripted, isChange} from './guards.ts';
import type {Route} from './routes.ts';
import {Sessions} from './sessions.ts';
import {bearerToken, TokenGuard, type CurrentToken, type TokenGuardOptions} from './token-guard.ts';

export interface AccessOptions extends Omit<TokenGuardOptions, 'token'> {
  /** Undefined: nobody needs a token. */
  readonly token: CurrentToken | undefined;
  /** Names that a Host header may carry besides the loopback ones. */
  readonly allowedHosts: readonly string[];
  /** Origins other than our own whose pages may call us. */
  readonly corsOrigins: readonly string[];
}

/** Who may call (docs/reference/api.md): host guard, then token or session, then origin guard. */
export class Access {
  readonly sessions: Sessions;
  readonly #options: AccessOptions;
  readonly #tokenGuard: TokenGuard | undefined;
  #boundHost = '127.0.0.1';

  constructor(options: AccessOptions) {
    const {token, clock} = options;
    this.#options = options;
    this.#tokenGuard = token === undefined ? undefined : new TokenGuard({...options, token});
    this.sessions = new Sessions({clock, tokenGuard: this.#tokenGuard});
  }

  /** The address listened on decides which Host headers are good. */
  bind(host: string): void {
    this.#boundHost = host;
  }

  /**
   * Returns headers of the answer: the cookie of a session that lasts from now on.
   * @throws ProxError HOST_NOT_ALLOWED, UNAUTHORIZED, RATE_LIMITED, ORIGIN_NOT_ALLOWED, CSRF_REJECTED
   */
  check(request: IncomingMessage, route: Route | undefined): Readonly<Record<string, string>> {
    const {allowedHosts, corsOrigins} = this.#options;
    if (route?.isPublic === true) return {};
    checkHost(request, {boundHost: this.#boundHost, allowedHosts});
    // A browser sends a preflight without the token, and it changes nothing.
    if (request.method === 'OPTIONS') return {};
    const session = route?.isForEverybody === true ? undefined : this.#identify(request, route);
    // Whoever opens a WebSocket may read it, whatever their origin: browsers leave that to us.
    if (isChange(request) || route?.kind === 'socket') checkOrigin(request.headers, corsOrigins);
    if (session === undefined) return {};
    if (isChange(request)) checkScripted(request.headers);
    return {'set-cookie': this.sessions.renew(session)};
  }

  /** The session that it comes with; undefined when a token speaks for it, or nobody needs one. */
  #identify(request: IncomingMessage, route: Route | undefined): string | undefined {
    const token = tokenOf(request, route);
    const session = token === undefined ? this.sessions.find(request.headers) : undefined;
    if (session === undefined) this.#tokenGuard?.check(token, clientAddress(request));
    return session;
  }
}

/** An EventSource and a WebSocket cannot send headers, so they, and nothing else, also take `?token=`. */
function tokenOf(request: IncomingMessage, route: Route | undefined): string | undefined {
  const fromHeader = bearerToken(request.headers);
  const takesQuery = route?.kind === 'stream' || route?.kind === 'socket';
  if (fromHeader !== undefined || !takesQuery) return fromHeader;
  const [, query = ''] = (request.url ?? '').split('?', 2);
  return new URLSearchParams(query).get('token') ?? undefined;
}
