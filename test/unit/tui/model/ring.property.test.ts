import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {Ring} from '../../../../src/tui/model/ring.ts';

const weigh = (item: number): number => item % 7;

/** What a ring is: the newest items, dropped from the oldest on while there are too many. */
function kept(all: readonly number[], limits: {items: number; weight: number}): readonly number[] {
  let rest = all.slice(-limits.items);
  while (rest.length > 1 && rest.reduce((sum, item) => sum + weigh(item), 0) > limits.weight) {
    rest = rest.slice(1);
  }
  return rest;
}

const limits = fc.record({
  items: fc.oneof(fc.integer({min: 1, max: 20}), fc.integer({min: 500, max: 1100})),
  weight: fc.oneof(fc.integer({min: 0, max: 60}), fc.constant(3000)),
});
const batches = fc.array(
  fc.oneof(
    {weight: 4, arbitrary: fc.array(fc.nat(1000), {maxLength: 12})},
    fc.integer({min: 100, max: 1200}).map(length => Array.from({length}, (_, index) => index)),
  ),
  {maxLength: 12},
);

test('it holds what an array of the newest items holds, whatever is appended', () => {
  fc.assert(
    fc.property(limits, batches, (limit, added) => {
      let ring = Ring.empty({...limit, weigh});
      let model: readonly number[] = [];
      for (const batch of added) {
        const before = [...ring];
        const next = ring.append(batch);
        expect([...ring], 'a ring is a value').toEqual(before);
        ring = next;
        model = kept([...model, ...batch], limit);
        expect([...ring]).toEqual(model);
        expect(ring.length).toBe(model.length);
      }
      const places = [-1, 0, 1, 511, 512, 513, model.length - 1, model.length];
      expect(places.map(index => ring.at(index))).toEqual(
        places.map(index => (index < 0 ? undefined : model[index])),
      );
    }),
  );
});

test('what it filters is a ring of the same limits', () => {
  fc.assert(
    fc.property(limits, batches, fc.array(fc.nat(1000), {maxLength: 30}), (limit, added, more) => {
      const all = added.reduce((ring, batch) => ring.append(batch), Ring.empty({...limit, weigh}));
      const even = all.filter(item => item % 2 === 0);
      const expected = [...all].filter(item => item % 2 === 0);
      expect([...even]).toEqual(expected);
      expect([...even.append(more)]).toEqual(kept([...expected, ...more], limit));
    }),
  );
});

test('an item that is too heavy alone is held all the same, until the next one', () => {
  const ring = Ring.empty<number>({items: 10, weight: 3, weigh: item => item}).append([1, 100]);
  expect([...ring]).toEqual([100]);
  expect([...ring.append([2])]).toEqual([2]);
});

test('cleared, it is empty and has all of its room again', () => {
  const ring = Ring.empty<number>({items: 3, weight: 3, weigh: () => 1})
    .append([1, 2, 3])
    .cleared();
  expect([...ring]).toEqual([]);
  expect([...ring.append([4, 5, 6])]).toEqual([4, 5, 6]);
});
