import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {PortWatch} from '../../../src/supervisor/port-watch.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {Mailbox} from '../../rig/mailbox.ts';

interface Look {
  readonly ports: readonly number[];
  readonly answer: (...open: readonly number[]) => void;
}

/** A watch whose looks are answered by hand. */
class Bench {
  readonly clock = new FakeClock();
  readonly looks = new Mailbox<Look>();
  /** `PORT at MS` */
  readonly opened: string[] = [];
  readonly #watch = new PortWatch({
    clock: this.clock,
    listening: async ports =>
      new Promise(resolve => {
        this.looks.put({ports, answer: (...open) => resolve(new Set(open))});
      }),
  });

  watch(port: number): AbortController {
    const ended = new AbortController();
    const {signal} = ended;
    this.#watch.watch({port, signal, onOpen: at => this.opened.push(`${port} at ${at}`)});
    return ended;
  }

  /** Answers in vain until this time; gives the pause that follows, if any does. */
  async pauseAt(ms: number): Promise<number | undefined> {
    while (this.clock.monotonic() < ms) {
      const [pause] = this.clock.armed;
      if (pause === undefined) break;
      (await this.look(pause)).answer();
      await setImmediate(); // what the answer leads to is done by then
    }
    return this.clock.armed[0];
  }

  /** The next look, `ms` from now. */
  async look(ms: number): Promise<Look> {
    await this.clock.timerArmed(ms);
    this.clock.advance(ms);
    return this.looks.next();
  }
}

test('one look is for all ports, and each that is open is told once', async () => {
  const bench = new Bench();
  bench.watch(3000);
  bench.watch(4000);
  expect(bench.clock.armed).toEqual([25]);
  const first = await bench.look(25);
  expect(first.ports).toEqual([3000, 4000]);
  first.answer(4000);
  const second = await bench.look(25);
  expect(second.ports).toEqual([3000]);
  second.answer(3000, 4000);
  await setImmediate();
  expect(bench.opened).toEqual(['4000 at 25', '3000 at 50']);
});

test('without anybody to look for there is no timer', async () => {
  const bench = new Bench();
  expect(bench.clock.armed).toEqual([]);
  const ended = bench.watch(3000);
  ended.abort();
  expect(bench.clock.armed).toEqual([]);
  bench.watch(4000);
  (await bench.look(25)).answer(4000);
  await setImmediate();
  expect(bench.clock.armed).toEqual([]);
});

test('a child that has ended already is not looked for', () => {
  const bench = new Bench();
  new PortWatch({clock: bench.clock}).watch({
    port: 3000,
    signal: AbortSignal.abort(),
    onOpen: () => {},
  });
  expect(bench.clock.armed).toEqual([]);
});

test('a child that ends during a look is not told to listen', async () => {
  const bench = new Bench();
  const ended = bench.watch(3000);
  const look = await bench.look(25);
  ended.abort();
  look.answer(3000);
  await setImmediate();
  expect(bench.opened).toEqual([]);
  expect(bench.clock.armed).toEqual([]);
});

test('what a look saw before a child was there is not taken for the child', async () => {
  const bench = new Bench();
  bench.watch(3000);
  const look = await bench.look(25);
  bench.watch(4000);
  expect(bench.clock.armed).toEqual([]); // one look at a time
  look.answer(4000);
  await setImmediate();
  expect(bench.opened).toEqual([]);
  expect((await bench.look(25)).ports).toEqual([3000, 4000]);
});

test('looks become rare with the age of the youngest, down to one a second', async () => {
  const bench = new Bench();
  bench.watch(3000);
  expect(await bench.pauseAt(2000)).toBeCloseTo(100, -1);
  expect(await bench.pauseAt(10_000)).toBeCloseTo(500, -2);
  expect(await bench.pauseAt(60_000)).toBe(1000);
  bench.watch(4000);
  expect(bench.clock.armed).toEqual([25]);
});

test('a child that is spawned soon after another does not put off the look', () => {
  const bench = new Bench();
  bench.watch(3000);
  bench.clock.advance(20);
  bench.watch(4000);
  bench.clock.advance(5);
  expect(bench.looks.size).toBe(1);
});

test('a look that takes long is followed by a longer pause', async () => {
  const bench = new Bench();
  bench.watch(3000);
  const look = await bench.look(25);
  bench.clock.advance(10);
  look.answer();
  await bench.clock.timerArmed();
  expect(bench.clock.armed).toEqual([100]);
});

test('a slow table does not put off the looks of a start by more than a moment', async () => {
  const bench = new Bench();
  bench.watch(3000);
  const look = await bench.look(25);
  bench.clock.advance(100);
  look.answer();
  await bench.clock.timerArmed();
  expect(bench.clock.armed).toEqual([200]);
  bench.clock.advance(5000); // which the next look takes
  (await bench.looks.next()).answer();
  await bench.clock.timerArmed();
  expect(bench.clock.armed).toEqual([1000]);
});

test('nobody is looked for longer than 5 minutes', async () => {
  const bench = new Bench();
  bench.watch(3000);
  await bench.pauseAt(298_000);
  expect(await bench.pauseAt(301_000)).toBeUndefined();
  expect(bench.opened).toEqual([]);
});
