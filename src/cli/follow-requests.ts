import type {Prox} from '../core/prox.ts';
import {
  DEFAULT_REQUEST_LIMIT,
  MAX_REQUEST_LIMIT,
  type RequestFilter,
  type RequestQuery,
  type RequestRecord,
} from '../core/request-record.ts';
import {SeenRequests} from '../core/seen-requests.ts';
import type {Connection} from './connect.ts';
import type {Invocation} from './context.ts';
import {followOverRestarts} from './follow-over-restarts.ts';
import {requestLossText} from '../render/request-lines.ts';

export interface FollowRequestsOptions {
  readonly connection: Connection;
  readonly invocation: Invocation;
  /** Its limit is for what there is already. */
  readonly query: RequestQuery;
  readonly render: (records: readonly RequestRecord[]) => string;
}

/**
 * Writes the requests that have finished, then those that finish, each once, until nobody reads any more;
 * over restarts of prox, with all of a new run.
 */
export async function followRequests(options: FollowRequestsOptions): Promise<void> {
  const {connection, invocation, render} = options;
  const {output} = invocation;
  const {limit = DEFAULT_REQUEST_LIMIT, ...filter} = options.query;
  const seen = new SeenRequests();
  let maxHeld = limit;
  const write = async (records: readonly RequestRecord[]): Promise<void> =>
    output.write(render(seen.takeNew(records)));
  await followOverRestarts(connection, invocation, async ({prox, isNewRun}) => {
    if (isNewRun) seen.clear();
    let isListening = false;
    for await (const batch of prox.followRequests(filter, {signal: output.gone})) {
      // Not before it listens: what finishes between the two would be lost.
      if (!isListening) {
        const {shown, passedOver} = await heldBy(prox, filter, maxHeld);
        seen.takeNew(passedOver);
        await write(shown);
      }
      isListening = true;
      maxHeld = MAX_REQUEST_LIMIT;
      if (batch.dropped > 0) await output.note(requestLossText(batch.dropped));
      await write(batch.requests);
    }
  });
}

interface Held {
  /** The newest, oldest first. */
  readonly shown: readonly RequestRecord[];
  /** What nobody asked for, now or later. */
  readonly passedOver: readonly RequestRecord[];
}

/** What has finished already. */
async function heldBy(prox: Prox, filter: RequestFilter, maxShown: number): Promise<Held> {
  const {requests} = await prox.requests({...filter, limit: MAX_REQUEST_LIMIT});
  const finished = (records: readonly RequestRecord[]): readonly RequestRecord[] =>
    records.filter(({inFlight}) => !inFlight);
  return {
    shown: finished(requests.slice(0, maxShown)).toReversed(),
    passedOver: finished(requests.slice(maxShown)),
  };
}
