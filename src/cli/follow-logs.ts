import {pause} from '../core/clock.ts';
import type {LogEntry, LogFilter} from '../core/log-entry.ts';
import {connect, type Connection} from './connect.ts';
import type {Invocation} from './context.ts';
import {isGone} from './gone.ts';
import {lossText} from './render/loss-text.ts';

const RETRY_MS = 200;

export interface FollowLogsOptions {
  readonly connection: Connection;
  readonly invocation: Invocation;
  readonly filter: LogFilter;
  readonly sinceSeq: number;
  readonly render: (entries: readonly LogEntry[]) => string;
}

/**
 * Writes entries as they come until nobody reads any more. When prox ends it waits for the next one
 * and goes on: after the last entry of the same run, or with all of a new run.
 */
export async function followLogs(options: FollowLogsOptions): Promise<void> {
  const {invocation} = options;
  const {gone} = invocation.output;
  let {sinceSeq, connection} = options;
  let run = await runOf(connection);
  while (!gone.aborted) {
    sinceSeq = await followOnce(options, connection, sinceSeq);
    const next = await reconnect(invocation);
    if (next === undefined) return;
    if (next.run !== run) sinceSeq = 0;
    ({connection, run} = next);
  }
}

/** Until the connection or the reader ends; returns the seq to go on with. */
async function followOnce(
  {filter, render, invocation: {output}}: FollowLogsOptions,
  {prox}: Connection,
  sinceSeq: number,
): Promise<number> {
  let seq = sinceSeq;
  try {
    const batches = prox.followLogs({...filter, sinceSeq}, {signal: output.gone});
    for await (const {dropped, entries} of batches) {
      if (dropped > 0) await output.note(lossText(dropped));
      await output.write(render(entries));
      seq = entries.at(-1)?.seq ?? seq;
    }
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return seq;
}

interface Reconnection {
  readonly connection: Connection;
  readonly run: string;
}

/** Undefined when nobody reads any more. */
async function reconnect(invocation: Invocation): Promise<Reconnection | undefined> {
  const {clock, output} = invocation;
  let hasSaidSo = false;
  while (!output.gone.aborted) {
    try {
      const connection = await connect(invocation);
      return {connection, run: await runOf(connection)};
    } catch (error) {
      if (!isGone(error)) throw error;
    }
    if (!hasSaidSo) await output.note('prox: prox has ended, waiting for it to come back');
    hasSaidSo = true;
    await pause(clock, RETRY_MS, output.gone);
  }
  return undefined;
}

/** What tells this run of prox from others, as far as it can be seen from here. */
async function runOf({prox, running}: Connection): Promise<string> {
  const {pid} = await prox.status();
  return running?.startToken ?? String(pid);
}
