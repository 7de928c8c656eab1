import {foldCase} from '../filter/fold-case.ts';
import {entrySubject, eventSubject, requestSubject, type Subject} from '../filter/subject.ts';
import {layoutOf, listRowsOf} from './layout.ts';
import {eventListing, logListing, requestListing} from './listings.ts';
import {type ListState, type Model, type Place, placed} from './model.ts';
import {indexOf, type Listing, scrolledTo, seen} from './scroll.ts';

/** To the next line in which the searched text occurs, or with `step` -1 the one before; undefined: none. */
export function movedToMatch(model: Model, step: 1 | -1): Model | undefined {
  const {view, logs, requests, events} = model;
  if (model.search === '') return undefined;
  const wanted = {text: foldCase(model.search), step, height: listRowsOf(model)};
  const place = {
    logs: () => {
      const height = layoutOf(model).bodyRows;
      return match(logs, logListing(model), {...wanted, height, subjectOf: entrySubject});
    },
    requests: () =>
      match(requests, requestListing(model), {
        ...wanted,
        subjectOf: ({record}) => requestSubject(record),
      }),
    events: () => match(events, eventListing(model), {...wanted, subjectOf: eventSubject}),
  }[view]();
  return place && placed(model, place);
}

interface Wanted<Item> {
  readonly text: string;
  readonly step: 1 | -1;
  readonly height: number;
  readonly subjectOf: (item: Item) => Subject;
}

function match<Item>(
  list: ListState<Item>,
  listing: Listing<Item>,
  {text, step, height, subjectOf}: Wanted<Item>,
): Place | undefined {
  for (let index = start(list, listing, {step, height}); ; index += step) {
    const item = list.shown.at(index);
    if (item === undefined) return undefined;
    if (!subjectOf(item).folded.includes(text)) continue;
    const scroll = scrolledTo(listing, list.scroll, {index, height});
    return {scroll, cursor: listing.keyOf(item)};
  }
}

/** Behind the marked line, else at the edge of what is seen, so that this is searched first. */
function start<Item>(
  {scroll, cursor, shown}: ListState<Item>,
  listing: Listing<Item>,
  {step, height}: Pick<Wanted<Item>, 'step' | 'height'>,
): number {
  if (cursor === undefined) {
    const rows = seen(listing, scroll, height);
    return (step > 0 ? rows[0] : rows.at(-1))?.index ?? 0;
  }
  const index = indexOf(listing, cursor);
  const item = shown.at(index);
  const isThere = item !== undefined && listing.keyOf(item) === cursor;
  // The line itself may be gone: then the one that stands in its place comes after it.
  return step > 0 && !isThere ? index : index + step;
}
