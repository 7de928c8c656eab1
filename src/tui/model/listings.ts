import type {ProxEvent} from '../../core/event.ts';
import {type LogEntry, PROX} from '../../core/log-entry.ts';
import {columnsOf} from '../text/cells.ts';
import {rowCount} from '../text/rows.ts';
import {styledLine} from '../text/styled-line.ts';
import {layoutOf} from './layout.ts';
import type {ListState, Model, SeenRequest} from './model.ts';
import type {Listing} from './scroll.ts';

const TIME_WIDTH = '10:32:01 '.length;
/** Between the name and the line: `!` or nothing, a bar, a space. */
const BAR_WIDTH = 3;
/** Names do not take more than this share of a narrow screen. */
const MAX_NAME_SHARE = 1 / 4;

/** Less than this of a line is worse than not to know when it came. */
const MIN_LINE_WIDTH = 20;

/** Columns of what stands before a log line. */
export interface PrefixWidths {
  /** 0: they are not wanted, or there is no room for them. */
  readonly time: number;
  /** 0: one process is shown alone, and needs no name. */
  readonly name: number;
}

export function prefixWidths({look, shown, processes, size}: Model): PrefixWidths {
  const columns = Math.max(size.columns, 1);
  const names = processes.map(({name}) => columnsOf(name));
  const widest = Math.max(PROX.length, ...names);
  const most = Math.max(PROX.length, Math.floor(columns * MAX_NAME_SHARE));
  const name = shown.type === 'solo' ? 0 : Math.min(widest, most);
  const isRoomy = columns - TIME_WIDTH - name - BAR_WIDTH >= MIN_LINE_WIDTH;
  return {time: look.hasTimestamps && isRoomy ? TIME_WIDTH : 0, name};
}

/** What is left for the line itself. */
export function lineColumns(model: Model): number {
  const {time, name} = prefixWidths(model);
  return Math.max(1, layoutOf(model).columns - time - name - BAR_WIDTH);
}

export function logListing(model: Model): Listing<LogEntry> {
  const columns = lineColumns(model);
  const {wraps} = model.look;
  return {
    items: model.logs.shown,
    keyOf: ({seq}) => seq,
    heightOf: ({line}) => (wraps ? rowCount(styledLine(line), columns) : 1),
  };
}

export function requestListing({requests}: Model): Listing<SeenRequest> {
  return {items: requests.shown, keyOf: ({key}) => key, heightOf: () => 1};
}

export function eventListing({events}: Model): Listing<ProxEvent> {
  return {items: events.shown, keyOf: ({id}) => id, heightOf: () => 1};
}

/** Where the marked line stands; the newest one unless another is chosen. */
export function cursorIndex<Item>(list: ListState<Item>, keyOf: (item: Item) => number): number {
  const {shown, cursor} = list;
  if (cursor === undefined) return shown.length - 1;
  for (let index = shown.length - 1; index >= 0; index--) {
    const item = shown.at(index);
    if (item !== undefined && keyOf(item) <= cursor) return index;
  }
  return 0;
}
