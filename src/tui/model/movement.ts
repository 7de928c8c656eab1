import {chooseAt} from './choosing.ts';
import {layoutOf, listRowsOf} from './layout.ts';
import {cursorIndex, eventListing, logListing, requestListing} from './listings.ts';
import {type ListState, type Model, placed} from './model.ts';
import {readOn} from './reading.ts';
import {
  FOLLOW,
  type Listing,
  paused,
  type Scroll,
  scrolled,
  scrolledInto,
  scrolledToStart,
} from './scroll.ts';

/** Down by so many rows, or up: what is read, the choice, the lines of the logs, or the marked line of a list. */
export function moved(model: Model, by: number): Model {
  const {mode, view} = model;
  if (mode.type === 'page' || mode.type === 'help') return readOn(model, mode, by);
  if (mode.type === 'choose') return chooseAt(model, mode, mode.cursor + by);
  if (view === 'requests') {
    return {...model, requests: withCursor(model, model.requests, requestListing(model), by)};
  }
  if (view === 'events') {
    return {...model, events: withCursor(model, model.events, eventListing(model), by)};
  }
  const height = layoutOf(model).bodyRows;
  return withLogScroll(model, scrolled(logListing(model), model.logs.scroll, {by, height}));
}

export function movedToStart(model: Model): Model {
  if (model.view === 'logs') {
    const height = layoutOf(model).bodyRows;
    return withLogScroll(model, scrolledToStart(logListing(model), model.logs.scroll, height));
  }
  return moved(model, -Number.MAX_SAFE_INTEGER);
}

/** Follows what comes. */
export function movedToEnd(model: Model): Model {
  return placed(model, {scroll: FOLLOW, cursor: undefined});
}

/** Follows, or stands still where it is. */
export function toggledFollow(model: Model): Model {
  if (!model[model.view].scroll.follow) return movedToEnd(model);
  if (model.view !== 'logs') return moved(model, 0);
  const height = layoutOf(model).bodyRows;
  return withLogScroll(model, paused(logListing(model), model.logs.scroll, height));
}

function withLogScroll(model: Model, scroll: Scroll): Model {
  return {...model, logs: {...model.logs, scroll}};
}

/** The marked line moves, and takes the window with it. */
function withCursor<Item>(
  model: Model,
  list: ListState<Item>,
  listing: Listing<Item>,
  by: number,
): ListState<Item> {
  const last = list.shown.length - 1;
  const index = Math.min(Math.max(cursorIndex(list, listing.keyOf) + by, 0), last);
  const item = list.shown.at(index);
  if (item === undefined || (index === last && by > 0)) {
    return {...list, scroll: FOLLOW, cursor: undefined};
  }
  if (index === last && by < 0) return list;
  const scroll = scrolledInto(listing, list.scroll, {index, height: listRowsOf(model)});
  return {...list, scroll, cursor: listing.keyOf(item)};
}
