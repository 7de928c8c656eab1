import {createHash, randomBytes} from 'node:crypto';
import type {Clock} from '../core/clock.ts';

const MAX_SESSIONS = 100;

export interface SessionStoreOptions {
  readonly clock: Clock;
  /** From its last use. */
  readonly lifetimeMs: number;
}

/** The sessions that are open, in memory only. Of more than a hundred the one used longest ago ends. */
export class SessionStore {
  readonly #clock: Clock;
  readonly #lifetimeMs: number;
  /** When each was last used, the one used longest ago first; by digest, so that no time tells of an id. */
  readonly #usedAt = new Map<string, number>();

  constructor({clock, lifetimeMs}: SessionStoreOptions) {
    this.#clock = clock;
    this.#lifetimeMs = lifetimeMs;
  }

  /** The id of a new one. */
  open(): string {
    const id = randomBytes(32).toString('base64url');
    this.renew(id);
    return id;
  }

  isOpen(id: string): boolean {
    const usedAt = this.#usedAt.get(digest(id));
    return usedAt !== undefined && this.#clock.monotonic() - usedAt < this.#lifetimeMs;
  }

  /** Its lifetime begins anew. */
  renew(id: string): void {
    const key = digest(id);
    this.#usedAt.delete(key);
    this.#usedAt.set(key, this.#clock.monotonic());
    const [oldest] = this.#usedAt.keys();
    if (this.#usedAt.size > MAX_SESSIONS && oldest !== undefined) this.#usedAt.delete(oldest);
  }

  end(id: string): void {
    this.#usedAt.delete(digest(id));
  }

  endAll(): void {
    this.#usedAt.clear();
  }
}

function digest(id: string): string {
  return createHash('sha256').update(id).digest('base64url');
}
