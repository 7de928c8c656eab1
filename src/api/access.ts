import type {IncomingMessage} from 'node:http';
import type {Clock} from '../core/clock.ts';
import {checkHost, checkOrigin} from './guards.ts';
import type {Route} from './routes.ts';
import {bearerToken, TokenGuard} from './token-guard.ts';

export interface AccessOptions {
  readonly clock: Clock;
  /** Undefined: no authentication. */
  readonly token: string | undefined;
  /** Names that a Host header may carry besides the loopback ones. */
  readonly allowedHosts: readonly string[];
  /** Origins other than our own whose pages may call us. */
  readonly corsOrigins: readonly string[];
}

/** Who may call (docs/reference/api.md): host guard, then token, then origin guard. */
export class Access {
  readonly #options: AccessOptions;
  readonly #tokenGuard: TokenGuard | undefined;
  #boundHost = '127.0.0.1';

  constructor(options: AccessOptions) {
    const {token, clock} = options;
    this.#options = options;
    this.#tokenGuard = token === undefined ? undefined : new TokenGuard({token, clock});
  }

  /** The address listened on decides which Host headers are good. */
  bind(host: string): void {
    this.#boundHost = host;
  }

  /** @throws ProxError HOST_NOT_ALLOWED, UNAUTHORIZED, RATE_LIMITED, ORIGIN_NOT_ALLOWED */
  check(request: IncomingMessage, route: Route | undefined): void {
    const {allowedHosts, corsOrigins} = this.#options;
    if (route?.isPublic === true) return;
    checkHost(request, {boundHost: this.#boundHost, allowedHosts});
    // A browser sends a preflight without the token, and it changes nothing.
    if (request.method === 'OPTIONS') return;
    this.#tokenGuard?.check(tokenOf(request, route), request.socket.remoteAddress ?? '');
    checkOrigin(request, corsOrigins);
  }
}

/** A browser's EventSource cannot send headers, so streams, and nothing else, also take `?token=`. */
function tokenOf(request: IncomingMessage, route: Route | undefined): string | undefined {
  const fromHeader = bearerToken(request.headers);
  if (fromHeader !== undefined || route?.kind !== 'stream') return fromHeader;
  const [, query = ''] = (request.url ?? '').split('?', 2);
  return new URLSearchParams(query).get('token') ?? undefined;
}
