import {ProxError} from '../core/errors.ts';
import type {OwnAnswer, OwnRequest} from './own-routes.ts';

/** Sessions of browsers (docs/reference/api.md, "Who may call"). */
export class Sessions {
  /** @throws ProxError UNAUTHORIZED, RATE_LIMITED */
  login(_request: OwnRequest): OwnAnswer {
    throw new ProxError('UNAUTHORIZED');
  }

  logout(_request: OwnRequest): OwnAnswer {
    throw new ProxError('UNAUTHORIZED');
  }
}
