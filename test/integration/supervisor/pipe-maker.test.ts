import {readdirSync} from 'node:fs';
import {expect, test} from 'vitest';
import {closePipes} from '../../../src/supervisor/output-pipes.ts';
import {PipeMaker} from '../../../src/supervisor/pipe-maker.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const openFiles = (): number => readdirSync('/proc/self/fd').length;

test('children that follow each other closely get pipes made ahead, which do not stay', async () => {
  const clock = new FakeClock();
  const pipes = new PipeMaker(clock);
  const before = openFiles();
  closePipes(await pipes.take());
  expect(openFiles()).toBe(before);
  closePipes(await pipes.take());
  expect(openFiles()).toBe(before + 4);
  clock.advance(1000);
  expect(openFiles()).toBe(before);
});

test('a child that comes later by itself has nothing made ahead for it', async () => {
  const clock = new FakeClock();
  const pipes = new PipeMaker(clock);
  const before = openFiles();
  for (let child = 0; child < 3; child++) {
    closePipes(await pipes.take());
    clock.advance(250);
  }
  expect(openFiles()).toBe(before);
  expect(clock.armed).toEqual([]);
});

test('at the end what was made ahead is closed at once', async () => {
  const clock = new FakeClock();
  const pipes = new PipeMaker(clock);
  const before = openFiles();
  for (let child = 0; child < 5; child++) closePipes(await pipes.take());
  expect(openFiles()).toBeGreaterThan(before);
  pipes.dropSpares();
  expect(openFiles()).toBe(before);
  expect(clock.armed).toEqual([]);
});
