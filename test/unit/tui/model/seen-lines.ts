import {
  cursorIndex,
  eventListing,
  logListing,
  requestListing,
} from '../../../../src/tui/model/listings.ts';
import {layoutOf, listRowsOf} from '../../../../src/tui/model/layout.ts';
import type {Model} from '../../../../src/tui/model/model.ts';
import {seen} from '../../../../src/tui/model/scroll.ts';

/** The log lines in the window. */
export function seenLines(model: Model): readonly string[] {
  const {bodyRows} = layoutOf(model);
  return seen(logListing(model), model.logs.scroll, bodyRows).map(({item}) => item.line);
}

/** The ids of the requests in the window. */
export function seenRequests(model: Model): readonly string[] {
  const rows = seen(requestListing(model), model.requests.scroll, listRowsOf(model));
  return rows.map(({item}) => item.record.id);
}

export function seenEvents(model: Model): readonly number[] {
  const rows = seen(eventListing(model), model.events.scroll, listRowsOf(model));
  return rows.map(({item}) => item.id);
}

export function markedRequest({requests}: Model): string | undefined {
  return requests.shown.at(cursorIndex(requests, ({key}) => key))?.record.id;
}

export function markedEvent({events}: Model): number | undefined {
  return events.shown.at(cursorIndex(events, ({id}) => id))?.id;
}

export function markedLine({logs}: Model): string | undefined {
  return [...logs.shown].find(({seq}) => seq === logs.cursor)?.line;
}
