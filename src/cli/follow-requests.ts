import type {Prox} from '../core/prox.ts';
import type {RequestFilter, RequestPage, RequestRecord} from '../core/request-record.ts';
import {isGone} from './gone.ts';
import type {Output} from './output.ts';
import {requestLossText} from './render/request-lines.ts';

export interface FollowRequestsOptions {
  readonly prox: Prox;
  readonly filter: RequestFilter;
  /** What there is already, asked for once nothing can be missed any more. */
  readonly snapshot: () => Promise<RequestPage>;
  readonly output: Output;
  readonly render: (records: readonly RequestRecord[]) => string;
}

/**
 * Writes the requests that have finished, then those that finish, each once, until prox ends or nobody
 * reads any more.
 */
export async function followRequests(options: FollowRequestsOptions): Promise<void> {
  const {prox, filter, output, snapshot, render} = options;
  let written: ReadonlySet<string> | undefined;
  try {
    for await (const batch of prox.followRequests(filter, {signal: output.gone})) {
      if (written === undefined) {
        const {requests} = await snapshot();
        const finished = requests.filter(({inFlight}) => !inFlight).toReversed();
        await output.write(render(finished));
        written = new Set(finished.map(({id}) => id));
      }
      const {dropped, requests} = batch;
      if (dropped > 0) await output.note(requestLossText(dropped));
      const isNew = ({id}: RequestRecord): boolean => written?.has(id) !== true;
      await output.write(render(requests.filter(isNew)));
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
