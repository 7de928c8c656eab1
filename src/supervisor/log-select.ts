import {setImmediate} from 'node:timers/promises';
import type {LineFilter} from './log-filter.ts';
import type {LineRange, Selection} from './log-merge.ts';
import type {LogRing} from './log-ring.ts';

/** So many lines are looked at before the event loop gets its turn. */
const SLICE = 5000;

export interface SelectOptions {
  /** The ordinal before which it looks. */
  readonly end: number;
  readonly sinceSeq: number | undefined;
  readonly filter: LineFilter;
}

/** The visible lines of a ring that match. Some may be gone by the time the promise resolves. */
export async function select(
  ring: LogRing,
  {end, sinceSeq, filter}: SelectOptions,
): Promise<Selection> {
  const ranges: LineRange[] = [];
  let next =
    sinceSeq === undefined
      ? ring.firstVisible
      : Math.max(ring.firstVisible, ring.firstAfter(sinceSeq));
  let looked = 0;
  while (next < end) {
    const from = Math.max(next, ring.firstHeld);
    if (from >= end) break;
    const run = ring.run(from);
    const until = Math.min(run.endOrdinal, end, from + SLICE);
    if (filter.acceptsRun(run)) addMatches(ranges, ring, {from, until, filter});
    looked += until - next;
    next = until;
    if (looked < SLICE) continue;
    looked = 0;
    await setImmediate();
  }
  return {ring, ranges};
}

export function countLines(ranges: readonly LineRange[]): number {
  return ranges.reduce((sum, {from, until}) => sum + until - from, 0);
}

function addMatches(
  ranges: LineRange[],
  ring: LogRing,
  {from, until, filter: {acceptsText}}: LineRange & {filter: LineFilter},
): void {
  if (!acceptsText) {
    add(ranges, {from, until});
    return;
  }
  for (let ordinal = from; ordinal < until; ordinal++) {
    if (acceptsText(ring.text(ordinal))) add(ranges, {from: ordinal, until: ordinal + 1});
  }
}

/** Neighbours become one: a ring without a filter is a single range. */
function add(ranges: LineRange[], {from, until}: LineRange): void {
  const last = ranges.at(-1);
  if (last?.until !== from) ranges.push({from, until});
  else ranges[ranges.length - 1] = {from: last.from, until};
}
