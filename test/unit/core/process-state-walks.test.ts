import {expect, test} from 'vitest';
import {seededRandom} from '../../rig/seeded-random.ts';
import {ProcessWorld} from './process-world.ts';

const WALKS = 10_000;
const MAX_STEPS = 30;

test('no order of wishes and answers breaks a rule of the lifecycle, and every walk comes to rest', () => {
  const broken = seeds(1).map(seed =>
    walk(seed, new ProcessWorld(seededRandom(seed), {isFair: false})),
  );

  expect(broken.filter(breach => breach !== undefined)).toEqual([]);
});

test('where every spawn and every stop succeeds the latest wish is fulfilled', () => {
  const broken = seeds(WALKS + 1).map(seed => {
    const world = new ProcessWorld(seededRandom(seed), {isFair: true});
    return walk(seed, world) ?? (world.latestWishHolds ? undefined : report(seed, world));
  });

  expect(broken.filter(breach => breach !== undefined)).toEqual([]);
});

/** What broke, with what led to it; undefined when nothing did. */
function walk(seed: number, world: ProcessWorld): string | undefined {
  try {
    const steps = 1 + (seed % MAX_STEPS);
    for (let step = 0; step < steps; step++) world.step();
    world.comeToRest();
    return undefined;
  } catch (error) {
    return `${String(error)}\n${report(seed, world)}`;
  }
}

function report(seed: number, world: ProcessWorld): string {
  return `seed ${seed}: ${world.history.join(', ')}`;
}

function seeds(first: number): number[] {
  return Array.from({length: WALKS}, (_, index) => first + index);
}
