import type {EventQuery, ProxEvent} from '../core/event.ts';
import type {Prox} from '../core/prox.ts';
import type {Connection} from './connect.ts';
import type {Invocation} from './context.ts';
import {followOverRestarts} from './follow-over-restarts.ts';
import {eventLossText} from '../render/event-line.ts';

export interface FollowEventsOptions {
  readonly connection: Connection;
  readonly invocation: Invocation;
  /** Its limit and `since` are for what there is already. */
  readonly query: EventQuery;
  readonly render: (events: readonly ProxEvent[]) => string;
}

/** Writes what happened, then what happens, each once, until nobody reads any more; over restarts of prox. */
export async function followEvents(options: FollowEventsOptions): Promise<void> {
  const {connection, invocation, query, render} = options;
  const {output} = invocation;
  const {limit: _limit, since: _since, acknowledged, ...filter} = query;
  const before = await newestId(connection.prox); // asked first: nothing falls between the two
  const {events: held} = await connection.prox.events(query);
  await output.write(render(held.toReversed()));
  let sinceId = held[0]?.id ?? before;
  await followOverRestarts(connection, invocation, async ({prox, isNewRun}) => {
    // The numbers go on over restarts, unless what was kept has been removed.
    if (isNewRun && (await newestId(prox)) < sinceId) sinceId = 0;
    const batches = prox.followEvents({...filter, sinceId}, {signal: output.gone});
    for await (const {dropped, events} of batches) {
      if (dropped > 0) await output.note(eventLossText(dropped));
      const shown = events.filter(event => acknowledged === undefined || !event.acknowledged);
      await output.write(render(shown));
      sinceId = events.at(-1)?.id ?? sinceId;
    }
  });
}

/** 0 when nothing has happened yet. */
async function newestId(prox: Prox): Promise<number> {
  const {events} = await prox.events({limit: 1});
  return events[0]?.id ?? 0;
}
