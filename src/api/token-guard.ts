import {createHash, timingSafeEqual} from 'node:crypto';
import type {IncomingHttpHeaders} from 'node:http';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';

const MAX_WRONG = 5;
const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 1000;
const BEARER = /^bearer +(\S+) *$/i;

export interface TokenGuardOptions {
  readonly token: string;
  readonly clock: Clock;
}

interface WrongTokens {
  readonly sinceMs: number;
  readonly count: number;
}

/** Admits who knows the token; whoever guesses is slowed down, by address (docs/reference/api.md, "Who may call"). */
export class TokenGuard {
  readonly #digest: Buffer;
  readonly #clock: Clock;
  readonly #wrong = new Map<string, WrongTokens>();

  constructor({token, clock}: TokenGuardOptions) {
    this.#digest = digest(token);
    this.#clock = clock;
  }

  /**
   * A right token always passes. @throws ProxError UNAUTHORIZED, or after five wrong ones within a
   * minute RATE_LIMITED with `details.retry_after_seconds`
   */
  check(token: string | undefined, address: string): void {
    if (token === undefined) throw new ProxError('UNAUTHORIZED', {hint: TOKEN_HINT});
    // Digests are of one length: the comparison neither throws nor tells how long the token is.
    if (timingSafeEqual(digest(token), this.#digest)) return;
    throw this.#refuse(address);
  }

  #refuse(address: string): ProxError {
    const now = this.#clock.monotonic();
    const before = this.#wrong.get(address);
    const isCurrent = before !== undefined && now - before.sinceMs < WINDOW_MS;
    const wrong = isCurrent ? before : {sinceMs: now, count: 0};
    if (wrong.count >= MAX_WRONG) {
      const seconds = Math.ceil((wrong.sinceMs + WINDOW_MS - now) / 1000);
      return new ProxError('RATE_LIMITED', {details: {retry_after_seconds: seconds}});
    }
    this.#remember(address, {...wrong, count: wrong.count + 1});
    return new ProxError('UNAUTHORIZED', {hint: TOKEN_HINT});
  }

  /** Keeps the addresses that were wrong last. */
  #remember(address: string, wrong: WrongTokens): void {
    this.#wrong.delete(address);
    this.#wrong.set(address, wrong);
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > MAX_ADDRESSES && oldest !== undefined) this.#wrong.delete(oldest);
  }
}

const TOKEN_HINT = 'Send the header `Authorization: Bearer <token>`.';

/** The token of an `Authorization` header, undefined when it is missing or of another scheme. */
export function bearerToken(headers: IncomingHttpHeaders): string | undefined {
  return BEARER.exec(headers.authorization ?? '')?.[1];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
