import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {Ring} from '../../../../src/tui/model/ring.ts';
import {
  countOfNew,
  FOLLOW,
  type Listing,
  paused,
  type Scroll,
  scrolled,
  scrolledInto,
  scrolledTo,
  scrolledToStart,
  seen,
} from '../../../../src/tui/model/scroll.ts';

interface Item {
  readonly key: number;
  readonly rows: number;
}

const LIMIT = 30;

function listing(items: readonly Item[]): Listing<Item> {
  const ring = Ring.empty<Item>({items: LIMIT, weight: 1e9, weigh: () => 1}).append(items);
  return {items: ring, keyOf: ({key}) => key, heightOf: ({rows}) => rows};
}

const heights = fc.array(fc.integer({min: 1, max: 6}), {maxLength: 40});
const items = heights.map(all => all.map((rows, index) => ({key: index + 1, rows})));
const height = fc.integer({min: 1, max: 15});

/** The rows in the window as `key:row`, and whether more stands below. */
function window(list: Listing<Item>, scroll: Scroll, rows: number): readonly string[] {
  return seen(list, scroll, rows)
    .flatMap(({item, above}) =>
      Array.from({length: item.rows}, (_, row) => `${item.key}:${row}`).slice(above),
    )
    .slice(0, rows);
}

function allRows({items: ring}: Listing<Item>): readonly string[] {
  return [...ring].flatMap(({key, rows}) =>
    Array.from({length: rows}, (_, row) => `${key}:${row}`),
  );
}

/** A window is a run of rows of the listing, full if there are so many. */
function isWindow(list: Listing<Item>, scroll: Scroll, rows: number): boolean {
  const all = allRows(list);
  const shown = window(list, scroll, rows);
  const from = all.indexOf(shown[0] ?? '');
  const isRun = shown.every((row, index) => row === all[from + index]);
  return isRun && shown.length === Math.min(rows, all.length);
}

const action = fc.oneof(
  fc.record({type: fc.constant('scroll'), by: fc.integer({min: -40, max: 40})}),
  fc.record({type: fc.constant('append'), added: fc.array(fc.integer({min: 1, max: 6}))}),
  fc.record({type: fc.constant('resize'), height}),
  fc.record({type: fc.constant('start')}),
  fc.record({type: fc.constant('pause')}),
  fc.record({type: fc.constant('to'), index: fc.nat(50)}),
  fc.record({type: fc.constant('into'), index: fc.nat(50)}),
);

test('whatever happens, the window is full and stands on rows that are there', () => {
  fc.assert(
    fc.property(items, height, fc.array(action, {maxLength: 25}), (first, rows, actions) => {
      let all = first;
      let size = rows;
      let scroll: Scroll = FOLLOW;
      for (const step of actions) {
        const list = listing(all);
        const index = 'index' in step ? Math.min(step.index, list.items.length - 1) : 0;
        if ('by' in step) scroll = scrolled(list, scroll, {by: step.by, height: size});
        else if ('height' in step) size = step.height;
        else if ('added' in step) {
          const next = (all.at(-1)?.key ?? 0) + 1;
          all = [...all, ...step.added.map((one, at) => ({key: next + at, rows: one}))];
        } else if (step.type === 'start') scroll = scrolledToStart(list, scroll, size);
        else if (step.type === 'pause') scroll = paused(list, scroll, size);
        else if (index >= 0) {
          const move = step.type === 'to' ? scrolledTo : scrolledInto;
          scroll = move(list, scroll, {index, height: size});
        }
        expect(isWindow(listing(all), scroll, size)).toBe(true);
      }
    }),
    {numRuns: 300},
  );
});

test('an item that is to be seen is seen, from wherever', () => {
  fc.assert(
    fc.property(items, height, fc.nat(60), fc.nat(29), (all, rows, from, at) => {
      const list = listing(all);
      fc.pre(list.items.length > 0);
      const index = at % list.items.length;
      const start = scrolled(list, scrolledToStart(list, FOLLOW, rows), {by: from, height: rows});
      for (const move of [scrolledTo, scrolledInto]) {
        const scroll = move(list, start, {index, height: rows});
        expect(window(list, scroll, rows)).toContain(`${list.items.at(index)?.key}:0`);
      }
    }),
  );
});

test('what goes down comes back up, if it met no end', () => {
  fc.assert(
    fc.property(items, height, fc.nat(60), fc.integer({min: 1, max: 30}), (all, rows, from, by) => {
      const list = listing(all);
      const start = scrolled(list, scrolledToStart(list, FOLLOW, rows), {by: from, height: rows});
      const down = scrolled(list, start, {by, height: rows});
      fc.pre(!start.follow && !down.follow);
      const back = scrolled(list, down, {by: -by, height: rows});
      expect(window(list, back, rows)).toEqual(window(list, start, rows));
    }),
  );
});

test('it moves by exactly so many rows', () => {
  fc.assert(
    fc.property(items, height, fc.integer({min: 1, max: 30}), (all, rows, by) => {
      const list = listing(all);
      const up = scrolled(list, FOLLOW, {by: -by, height: rows});
      const end = Math.max(0, allRows(list).length - rows);
      expect(window(list, up, rows)[0]).toBe(allRows(list)[Math.max(0, end - by)]);
    }),
  );
});

test('following, it shows the last rows whatever comes', () => {
  fc.assert(
    fc.property(items, height, (all, rows) => {
      const list = listing(all);
      expect(window(list, FOLLOW, rows)).toEqual(allRows(list).slice(-rows));
      expect(scrolled(list, FOLLOW, {by: 3, height: rows})).toEqual(FOLLOW);
    }),
  );
});

test('at rest, it shows the same rows while more come, until those on top are dropped', () => {
  fc.assert(
    fc.property(items, height, fc.nat(20), heights, (all, rows, up, added) => {
      const list = listing(all);
      const scroll = scrolled(list, FOLLOW, {by: -up, height: rows});
      fc.pre(!scroll.follow && allRows(list).length >= rows);
      const last = all.at(-1)?.key ?? 0;
      const more = listing([...all, ...added.map((one, at) => ({key: last + 1 + at, rows: one}))]);
      const isThere = [...more.items].some(({key}) => key === scroll.key);
      const first = isThere ? window(list, scroll, rows)[0] : allRows(more)[0];
      const shown = window(more, scroll, rows);
      const end = Math.max(0, allRows(more).length - rows);
      expect(shown[0]).toBe(allRows(more)[Math.min(allRows(more).indexOf(first ?? ''), end)]);
    }),
  );
});

test('it counts what has come since it stopped, not what was there', () => {
  const before = listing([1, 2, 3, 4, 5].map(key => ({key, rows: 1})));
  const after = listing([1, 2, 3, 4, 5, 6, 7].map(key => ({key, rows: 1})));
  const up = scrolled(before, FOLLOW, {by: -2, height: 2});
  expect(countOfNew(before, up)).toBe(0);
  expect(countOfNew(after, up)).toBe(2);
  expect(countOfNew(after, scrolled(after, up, {by: -1, height: 2}))).toBe(2);
  expect(countOfNew(after, FOLLOW)).toBe(0);
});

test('an anchor that was dropped is the oldest that is left', () => {
  const all = Array.from({length: 20}, (_, index) => ({key: index + 1, rows: 2}));
  const start = scrolledToStart(listing(all), FOLLOW, 4);
  const scroll = scrolled(listing(all), start, {by: 1, height: 4});
  const later = listing(Array.from({length: 60}, (_, index) => ({key: index + 1, rows: 2})));
  expect(window(later, scroll, 4)).toEqual(['31:0', '31:1', '32:0', '32:1']);
});

test('where everything fits, to go up changes nothing', () => {
  const list = listing([{key: 1, rows: 2}]);
  expect(scrolled(list, FOLLOW, {by: -1, height: 5})).toEqual(FOLLOW);
  expect(scrolledToStart(list, FOLLOW, 5)).toEqual(FOLLOW);
  const still = paused(list, FOLLOW, 5);
  expect(still.follow).toBe(false);
  expect(scrolled(list, still, {by: -1, height: 5})).toEqual(still);
  expect(scrolled(list, still, {by: 1, height: 5})).toEqual(FOLLOW);
});

test('an item beyond the edge comes into the window by no more than it takes', () => {
  const list = listing([1, 2, 3, 4, 5, 6].map(key => ({key, rows: 1})));
  const top = scrolledToStart(list, FOLLOW, 3);
  expect(window(list, scrolledInto(list, top, {index: 3, height: 3}), 3)).toEqual([
    '2:0',
    '3:0',
    '4:0',
  ]);
  const low = scrolledInto(list, FOLLOW, {index: 1, height: 3});
  expect(window(list, low, 3)).toEqual(['2:0', '3:0', '4:0']);
  expect(window(list, scrolledTo(list, FOLLOW, {index: 2, height: 3}), 3)).toEqual([
    '2:0',
    '3:0',
    '4:0',
  ]);
});
