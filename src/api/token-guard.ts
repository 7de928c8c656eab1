import {createHash, timingSafeEqual} from 'node:crypto';
import type {IncomingHttpHeaders} from 'node:http';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import {clientKey} from './client-address.ts';

const MAX_WRONG = 5;
const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 1000;
const BEARER = /^bearer +(\S+) *$/i;

/** What counts now, asked anew for each request; while it gives undefined, no token is right. */
export type CurrentToken = () => string | undefined;

/** A wrong token, or too many from an address: each is told once within its minute. */
export type Refusal =
  | {readonly type: 'wrong'; readonly address: string}
  | {readonly type: 'limited'; readonly address: string; readonly retryAfterSeconds: number};

export interface TokenGuardOptions {
  readonly token: CurrentToken;
  readonly clock: Clock;
  readonly onRefusal: (refusal: Refusal) => void;
}

interface WrongTokens {
  readonly sinceMs: number;
  readonly count: number;
}

/** Admits who knows the token; whoever guesses is slowed down, by address (docs/reference/api.md, "Who may call"). */
export class TokenGuard {
  readonly #options: TokenGuardOptions;
  /** By client: an IPv6 network counts as one. */
  readonly #wrong = new Map<string, WrongTokens>();
  #token: string | undefined;
  #digest: Buffer | undefined;
  #generation = 0;

  constructor(options: TokenGuardOptions) {
    this.#options = options;
  }

  /** Another number after every change of the token: who was let in by an old one is not by the new. */
  get generation(): number {
    this.#currentDigest();
    return this.#generation;
  }

  /**
   * A right token always passes. @throws ProxError UNAUTHORIZED, or after five wrong ones within a
   * minute RATE_LIMITED with `details.retry_after_seconds`
   */
  check(token: string | undefined, address: string): void {
    if (token === undefined) throw new ProxError('UNAUTHORIZED', {hint: TOKEN_HINT});
    const expected = this.#currentDigest();
    if (expected === undefined) throw new ProxError('UNAUTHORIZED', {hint: NO_TOKEN_HINT});
    // Digests are of one length: the comparison neither throws nor tells how long the token is.
    if (timingSafeEqual(digest(token), expected)) return;
    throw this.#refuse(address);
  }

  #currentDigest(): Buffer | undefined {
    const token = this.#options.token();
    if (token === this.#token) return this.#digest;
    this.#token = token;
    this.#digest = token === undefined ? undefined : digest(token);
    this.#generation++;
    return this.#digest;
  }

  #refuse(address: string): ProxError {
    const {clock, onRefusal} = this.#options;
    const now = clock.monotonic();
    const client = clientKey(address);
    const before = this.#wrong.get(client);
    const isCurrent = before !== undefined && now - before.sinceMs < WINDOW_MS;
    const {sinceMs, count} = isCurrent ? before : {sinceMs: now, count: 0};
    this.#remember(client, {sinceMs, count: count + 1});
    if (count < MAX_WRONG) {
      if (count === 0) onRefusal({type: 'wrong', address});
      return new ProxError('UNAUTHORIZED', {hint: TOKEN_HINT});
    }
    const retryAfterSeconds = Math.ceil((sinceMs + WINDOW_MS - now) / 1000);
    if (count === MAX_WRONG) onRefusal({type: 'limited', address, retryAfterSeconds});
    return new ProxError('RATE_LIMITED', {details: {retry_after_seconds: retryAfterSeconds}});
  }

  /** Keeps the clients that were wrong last. */
  #remember(client: string, wrong: WrongTokens): void {
    this.#wrong.delete(client);
    this.#wrong.set(client, wrong);
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > MAX_ADDRESSES && oldest !== undefined) this.#wrong.delete(oldest);
  }
}

const TOKEN_HINT = 'Send the header `Authorization: Bearer <token>`.';
const NO_TOKEN_HINT = 'prox cannot use its token file just now; its own output says why.';

/** The token of an `Authorization` header, undefined when it is missing or of another scheme. */
export function bearerToken(headers: IncomingHttpHeaders): string | undefined {
  return BEARER.exec(headers.authorization ?? '')?.[1];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
