import {hasCode} from '../../core/errors.ts';
import {NO_CONNECTION} from '../routes/target.ts';
import type {Verdict} from './hold.ts';

/** Why a target gave no answer. */
export type Trouble =
  /** Nothing was sent: it does not take connections. */
  | {readonly type: 'unreachable'; readonly error: string}
  /** It broke off, or answered with what is no HTTP. */
  | {readonly type: 'badAnswer'; readonly error: string}
  /** It is starting, and the request has waited long enough. */
  | {readonly type: 'starting'; readonly error: string}
  /** Too many wait already. */
  | {readonly type: 'busy'; readonly error: string};

/** What the record of a request says that nobody waits for any more. */
export const CLIENT_LEFT = 'the client left';

/** What it says when the target was not ready in time. */
export const STILL_STARTING = 'it was still starting';

const BY_VERDICT: Readonly<Record<Exclude<Verdict, 'ready'>, Trouble>> = {
  gone: {type: 'unreachable', error: 'its process has ended'},
  expired: {type: 'starting', error: STILL_STARTING},
  busy: {type: 'busy', error: 'too many requests wait for it'},
};

export function troubleOf(verdict: Exclude<Verdict, 'ready'>): Trouble {
  return BY_VERDICT[verdict];
}

/** Of an error before the target had answered. */
export function troubleBy(error: Error): Trouble {
  return {type: isUnsent(error) ? 'unreachable' : 'badAnswer', error: wordsOf(error)};
}

/** Nothing of a request can have reached the target. */
function isUnsent(error: Error): boolean {
  return hasCode(
    error,
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ETIMEDOUT',
    NO_CONNECTION,
  );
}

export function wordsOf(error: Error): string {
  if (hasCode(error, 'ECONNREFUSED')) return 'connection refused';
  if (hasCode(error, 'ECONNRESET')) return 'the connection was reset';
  if (hasCode(error, 'ETIMEDOUT')) return 'no connection in time';
  if (hasCode(error, 'ENOTFOUND', 'EAI_AGAIN')) return 'no address is known for its name';
  return error.message;
}
