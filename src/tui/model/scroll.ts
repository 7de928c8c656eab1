import type {Ring} from './ring.ts';

/** What is shown in a window: items of one row or more, oldest on top. */
export interface Listing<Item> {
  readonly items: Ring<Item>;
  /** A whole number that grows from item to item. */
  readonly keyOf: (item: Item) => number;
  /** How many rows it takes, at least 1. */
  readonly heightOf: (item: Item) => number;
}

/**
 * Where a window stands: at the end, whatever comes, or with this row of this item on top. `newest` is the
 * key of the newest item at the time when it ceased to follow.
 */
export type Scroll =
  | {readonly follow: true}
  | {
      readonly follow: false;
      readonly key: number;
      readonly row: number;
      readonly newest: number;
    };

export const FOLLOW: Scroll = {follow: true};

/** An item that is seen, and how many of its rows stand above the window. */
export interface Seen<Item> {
  readonly item: Item;
  readonly index: number;
  readonly above: number;
}

interface Place {
  readonly index: number;
  readonly row: number;
}

/** The items in a window of `height` rows, from the top. */
export function seen<Item>(
  listing: Listing<Item>,
  scroll: Scroll,
  height: number,
): readonly Seen<Item>[] {
  const found: Seen<Item>[] = [];
  const {index: top, row} = topOf(listing, scroll, height);
  let room = height + row;
  for (let index = top; room > 0; index++) {
    const item = listing.items.at(index);
    if (item === undefined) break;
    found.push({item, index, above: index === top ? row : 0});
    room -= listing.heightOf(item);
  }
  return found;
}

/** How many items have come since it ceased to follow. */
export function countOfNew<Item>(listing: Listing<Item>, scroll: Scroll): number {
  return scroll.follow ? 0 : listing.items.length - indexOf(listing, scroll.newest + 1);
}

/** `by` rows down, or up when it is negative; at the end it follows, and where all fits it stays so. */
export function scrolled<Item>(
  listing: Listing<Item>,
  scroll: Scroll,
  {by, height}: {readonly by: number; readonly height: number},
): Scroll {
  const last = endPlace(listing, height);
  const moved = moveBy(listing, topOf(listing, scroll, height), by);
  if (isBefore(moved, last)) return at(listing, moved, scroll);
  return by > 0 ? FOLLOW : scroll;
}

/** At rest where it is. */
export function paused<Item>(listing: Listing<Item>, scroll: Scroll, height: number): Scroll {
  return scroll.follow ? at(listing, topOf(listing, scroll, height), scroll) : scroll;
}

export function scrolledToStart<Item>(
  listing: Listing<Item>,
  scroll: Scroll,
  height: number,
): Scroll {
  const first = {index: 0, row: 0};
  return isBefore(first, endPlace(listing, height)) ? at(listing, first, scroll) : scroll;
}

interface Target {
  readonly index: number;
  readonly height: number;
}

/** With the item in the middle, or as near to that as the ends allow. */
export function scrolledTo<Item>(
  listing: Listing<Item>,
  scroll: Scroll,
  {index, height}: Target,
): Scroll {
  const middle = moveBy(listing, {index, row: 0}, -Math.floor(height / 2));
  return at(listing, earlier(middle, endPlace(listing, height)), scroll);
}

/** No further than it takes to see the item. */
export function scrolledInto<Item>(
  listing: Listing<Item>,
  scroll: Scroll,
  {index, height}: Target,
): Scroll {
  const top = topOf(listing, scroll, height);
  const highest = {index, row: 0};
  const lowest = earlier(highest, moveBy(listing, {index: index + 1, row: 0}, -height));
  return at(listing, isBefore(top, lowest) ? lowest : earlier(top, highest), scroll);
}

function topOf<Item>(listing: Listing<Item>, scroll: Scroll, height: number): Place {
  const last = endPlace(listing, height);
  if (scroll.follow) return last;
  const index = indexOf(listing, scroll.key);
  const item = listing.items.at(index);
  if (item === undefined) return last;
  // What stood on top may be gone: then it is the oldest that is left.
  const row = listing.keyOf(item) === scroll.key ? scroll.row : 0;
  const place = {index, row: Math.min(row, listing.heightOf(item) - 1)};
  return isBefore(place, last) ? place : last;
}

/** The top of a window whose bottom is the end. */
function endPlace<Item>(listing: Listing<Item>, height: number): Place {
  return moveBy(listing, {index: listing.items.length, row: 0}, -height);
}

function moveBy<Item>(listing: Listing<Item>, place: Place, by: number): Place {
  let {index} = place;
  let row = place.row + by;
  while (row < 0 && index > 0) {
    index -= 1;
    row += heightAt(listing, index);
  }
  while (index < listing.items.length && row >= heightAt(listing, index)) {
    row -= heightAt(listing, index);
    index += 1;
  }
  return {index, row: index === listing.items.length ? 0 : Math.max(row, 0)};
}

function heightAt<Item>({items, heightOf}: Listing<Item>, index: number): number {
  const item = items.at(index);
  return item === undefined ? 0 : heightOf(item);
}

/** Of the first item whose key is not smaller. */
export function indexOf<Item>({items, keyOf}: Listing<Item>, key: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const item = items.at(middle);
    if (item !== undefined && keyOf(item) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function at<Item>({items, keyOf}: Listing<Item>, {index, row}: Place, before: Scroll): Scroll {
  const item = items.at(index);
  const last = items.at(items.length - 1);
  if (item === undefined || last === undefined) return FOLLOW;
  const newest = before.follow ? keyOf(last) : before.newest;
  return {follow: false, key: keyOf(item), row, newest};
}

function earlier(place: Place, other: Place): Place {
  return isBefore(place, other) ? place : other;
}

function isBefore(place: Place, other: Place): boolean {
  return place.index === other.index ? place.row < other.row : place.index < other.index;
}
