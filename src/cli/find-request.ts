import {ProxError} from '../core/errors.ts';
import type {Prox} from '../core/prox.ts';
import {
  MAX_REQUEST_LIMIT,
  type RequestDetail,
  type RequestRecord,
  type RequestRef,
} from '../core/request-record.ts';

/** The beginning of an id that is enough where no other begins so. */
const PREFIX = /^[\da-f]{4,}$/;
const MAX_NAMED = 5;

/**
 * The request with this id, of any case, or the only one whose id begins so.
 * @throws ProxError REQUEST_NOT_FOUND, USAGE when several begin so
 */
export async function findRequest(
  {id: given, ...rest}: RequestRef,
  prox: Prox,
): Promise<RequestDetail> {
  const id = given.toLowerCase();
  try {
    return await prox.request({id, ...rest});
  } catch (error) {
    if (!(error instanceof ProxError) || error.code !== 'REQUEST_NOT_FOUND') throw error;
    const [only, ...others] = PREFIX.test(id) ? await beginningWith(id, prox) : [];
    if (only === undefined) throw error;
    if (others.length > 0) throw ambiguous(given, [only, ...others]);
    return prox.request({id: only.id, ...rest});
  }
}

async function beginningWith(prefix: string, prox: Prox): Promise<readonly RequestRecord[]> {
  const found: RequestRecord[] = [];
  let beforeId: string | undefined;
  do {
    const page = await prox.requests({
      limit: MAX_REQUEST_LIMIT,
      ...(beforeId !== undefined && {beforeId}),
    });
    found.push(...page.requests.filter(({id}) => id.startsWith(prefix)));
    beforeId = page.requests.length < MAX_REQUEST_LIMIT ? undefined : page.requests.at(-1)?.id;
  } while (beforeId !== undefined);
  return found;
}

function ambiguous(prefix: string, records: readonly RequestRecord[]): ProxError {
  const ids = records.slice(0, MAX_NAMED).map(({id}) => id);
  const rest = records.length > MAX_NAMED ? ', …' : '';
  return new ProxError('USAGE', {
    detail: `the ids of ${records.length} requests begin with ${prefix}: ${ids.join(', ')}${rest}`,
    hint: 'Give more of the id; `prox requests` lists them.',
  });
}
