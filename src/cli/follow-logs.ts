import type {LogEntry, LogFilter} from '../core/log-entry.ts';
import type {Connection} from './connect.ts';
import type {Invocation} from './context.ts';
import {followOverRestarts} from './follow-over-restarts.ts';
import {lossText} from '../render/loss-text.ts';

export interface FollowLogsOptions {
  readonly connection: Connection;
  readonly invocation: Invocation;
  readonly filter: LogFilter;
  readonly sinceSeq: number;
  readonly render: (entries: readonly LogEntry[]) => string;
}

/**
 * Writes entries as they come until nobody reads any more, over restarts of prox: after the last entry of
 * the same run, or with all of a new run.
 */
export async function followLogs(options: FollowLogsOptions): Promise<void> {
  const {connection, invocation, filter, render} = options;
  const {output} = invocation;
  let {sinceSeq} = options;
  await followOverRestarts(connection, invocation, async ({prox, isNewRun}) => {
    if (isNewRun) sinceSeq = 0;
    const batches = prox.followLogs({...filter, sinceSeq}, {signal: output.gone});
    for await (const {dropped, entries} of batches) {
      if (dropped > 0) await output.note(lossText(dropped));
      await output.write(render(entries));
      sinceSeq = entries.at(-1)?.seq ?? sinceSeq;
    }
  });
}
