import {harmless} from '../../core/sanitize.ts';
import {eventHeader, eventLine} from '../../render/event-line.ts';
import type {Paint} from '../../render/paint.ts';
import {requestHeader, requestLine} from '../../render/request-lines.ts';
import {layoutOf, listRowsOf} from '../model/layout.ts';
import {cursorIndex, eventListing, requestListing} from '../model/listings.ts';
import type {ListState, Model} from '../model/model.ts';
import {type Listing, seen} from '../model/scroll.ts';
import {fit, pad} from '../text/labels.ts';
import {sliceColumns} from '../text/rows.ts';
import {styledLine} from '../text/styled-line.ts';
import {
  shortEventHeader,
  shortEventLine,
  shortRequestHeader,
  shortRequestLine,
} from './short-lines.ts';
import {styled, type Theme} from './theme.ts';

/** Narrower screens have no room for the tables of the command line. */
const MIN_TABLE_COLUMNS = 76;
/** Wider names would leave no room for what happened. */
const MAX_NAME_COLUMNS = 16;

/** The requests in the window, below their titles. */
export function requestRows(model: Model, theme: Theme): readonly string[] {
  const {columns} = layoutOf(model);
  const isShort = columns < MIN_TABLE_COLUMNS;
  if (!model.hasProxy) {
    return [theme.paint.dim(fit('there is no proxy: see `proxy` in prox.yaml', columns))];
  }
  return listRows({
    model,
    theme,
    list: model.requests,
    listing: requestListing(model),
    header: isShort ? shortRequestHeader : requestHeader,
    line: ({record}, paint) =>
      isShort ? shortRequestLine(record, paint) : requestLine(record, {paint, columns}),
    empty: 'no requests yet',
  });
}

/** The events in the window, below their titles. */
export function eventRows(model: Model, theme: Theme): readonly string[] {
  const {columns} = layoutOf(model);
  const isShort = columns < MIN_TABLE_COLUMNS;
  const names = model.processes.map(({name}) => fit(name, MAX_NAME_COLUMNS));
  return listRows({
    model,
    theme,
    list: model.events,
    listing: eventListing(model),
    header: paint =>
      isShort ? shortEventHeader(paint) : eventHeader({paint, columns: undefined, names}),
    line: (event, paint) =>
      isShort ? shortEventLine(event, paint) : eventLine(event, {paint, columns, names}),
    empty: 'no events yet',
  });
}

interface ListOptions<Item> {
  readonly model: Model;
  readonly theme: Theme;
  readonly list: ListState<Item>;
  readonly listing: Listing<Item>;
  readonly header: (paint: Paint) => string;
  readonly line: (item: Item, paint: Paint) => string;
  readonly empty: string;
}

function listRows<Item>(options: ListOptions<Item>): readonly string[] {
  const {model, theme, list, listing, header, line} = options;
  const {bodyRows, columns} = layoutOf(model);
  const cursor = cursorIndex(list, listing.keyOf);
  const rows = seen(listing, list.scroll, listRowsOf(model)).map(({item, index}) => {
    const row = cut(line(item, theme.paint), columns);
    return index === cursor ? styled(theme.marked, pad(harmless(row), columns)) : row;
  });
  const isHidden = list.items.length > 0;
  const empty = isHidden ? 'nothing passes the filter; Esc shows all' : options.empty;
  const body = rows.length > 0 ? rows : [theme.paint.dim(fit(empty, columns))];
  return bodyRows < 2 ? body : [cut(header(theme.paint), columns), ...body];
}

function cut(line: string, columns: number): string {
  return sliceColumns(styledLine(firstRow(line)), 0, columns);
}

function firstRow(line: string): string {
  return line.split('\n', 1)[0] ?? '';
}
