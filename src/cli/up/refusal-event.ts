import type {Refusal} from '../../api/token-guard.ts';
import type {EventReport} from '../../core/event.ts';

/** The event of a wrong token. The token itself is never told: it may be a mistyped right one. */
export function refusalEvent(refusal: Refusal): EventReport {
  const {address} = refusal;
  if (refusal.type === 'wrong') {
    return {type: 'auth.failed', message: `wrong token from ${address}`, details: {address}};
  }
  const {retryAfterSeconds} = refusal;
  return {
    type: 'auth.rate_limited',
    message: `too many wrong tokens from ${address}: not looked at for ${retryAfterSeconds} s`,
    details: {address, retryAfterSeconds},
  };
}
