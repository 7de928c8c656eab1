import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import type {ProcessRow} from '../../../src/os/process-table.ts';
import type {ProcessTree} from '../../../src/supervisor/process-tree.ts';
import {UsageSampler} from '../../../src/supervisor/usage-sampler.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {processRow} from '../../rig/process-row.ts';

const WEB = tree('web', 100);
const API = tree('api', 200);
const NOTHING = {cpuPercent: 0, memoryBytes: 0};

/** A sampler that sees the rows that the test lays out. */
class Bench {
  readonly clock = new FakeClock();
  rows: readonly ProcessRow[] = [];
  /** Each look waits for it. */
  gate: Promise<void> = Promise.resolve();
  looks = 0;
  /** By the latest look. */
  passedOver: readonly number[] = [];
  readonly sampler = new UsageSampler({
    clock: this.clock,
    table: {
      rowsExcept: async pids => {
        this.looks += 1;
        this.passedOver = [...pids];
        await this.gate;
        return this.rows.filter(({pid}) => !pids.has(pid));
      },
    },
  });

  /** Moves the time, and lets a look that falls due come to its end. */
  async advance(ms: number): Promise<void> {
    this.clock.advance(ms);
    await setImmediate();
  }
}

test('the first look comes soon after a start, the others every two seconds', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  expect(bench.clock.armed).toEqual([500]);
  await bench.advance(500);
  expect(bench.clock.armed).toEqual([2000]);
  await bench.advance(2000);

  expect(bench.clock.armed).toEqual([2000]);
  expect(bench.looks).toBe(2);
});

test('one look is for all processes', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  bench.sampler.add(API);
  bench.rows = [
    processRow({pid: 100, cpuMs: 250, memoryBytes: 10}),
    processRow({pid: 200, cpuMs: 50, memoryBytes: 5}),
  ];
  await bench.advance(500);

  expect(bench.looks).toBe(1);
  expect(bench.sampler.of('web')).toMatchObject({cpuPercent: 50, memoryBytes: 10});
  expect(bench.sampler.of('api')).toMatchObject({cpuPercent: 10, memoryBytes: 5});
  expect(bench.sampler.total).toEqual({cpuPercent: 60, memoryBytes: 15, memoryBytesPeak: 15});
});

test('reading changes nothing, and makes no look', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  bench.rows = [processRow({pid: 100, cpuMs: 250})];
  await bench.advance(500);
  await bench.advance(1000);
  const before = bench.sampler.of('web');
  bench.sampler.childrenOf('web');

  expect(bench.sampler.of('web')).toEqual(before);
  expect(bench.looks).toBe(1);
});

test('a process that starts later is looked at soon, too', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  await bench.advance(500);
  bench.sampler.add(API);
  await bench.advance(500);

  expect(bench.looks).toBe(2);
});

test('one that starts during a look is left to the next', async () => {
  const bench = new Bench();
  let open = (): void => undefined;
  bench.gate = new Promise(resolve => (open = resolve));
  bench.sampler.add(WEB);
  await bench.advance(500);
  bench.sampler.add(API);
  bench.clock.advance(400);
  open();
  await setImmediate();

  expect(bench.clock.armed).toEqual([500]);
  bench.rows = [processRow({pid: 200, cpuMs: 90})];
  await bench.advance(500);
  expect(bench.sampler.of('api').cpuPercent).toBe(10);
});

test('what has ended uses nothing, and its peak stays until its next run', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  bench.rows = [processRow({pid: 100, cpuMs: 250, memoryBytes: 10})];
  await bench.advance(500);
  bench.sampler.remove(WEB);
  expect(bench.sampler.of('web')).toEqual({
    ...NOTHING,
    peak: {cpuPercent: 50, memoryBytes: 10},
  });
  expect(bench.sampler.total).toEqual({...NOTHING, memoryBytesPeak: 10});

  bench.sampler.add({...WEB, pid: 101});
  expect(bench.sampler.of('web')).toEqual({...NOTHING, peak: NOTHING});
});

test('what ends during a look is not measured any more', async () => {
  const bench = new Bench();
  let open = (): void => undefined;
  bench.gate = new Promise(resolve => (open = resolve));
  bench.rows = [processRow({pid: 100, memoryBytes: 10})];
  bench.sampler.add(WEB);
  await bench.advance(500);
  bench.sampler.remove(WEB);
  open();
  await setImmediate();

  expect(bench.sampler.of('web')).toEqual({...NOTHING, peak: NOTHING});
});

test('there is no timer while nothing runs, and none after the stop', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  await bench.advance(500);
  bench.sampler.remove(WEB);
  expect(bench.clock.armed).toEqual([]);
  bench.sampler.add(API);
  bench.sampler.stop();
  expect(bench.clock.armed).toEqual([]);
  bench.sampler.add(WEB);

  expect(bench.clock.armed).toEqual([]);
});

test('a look that fails leaves the figures as they are, and is made again', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  bench.rows = [processRow({pid: 100, cpuMs: 250, memoryBytes: 10})];
  await bench.advance(500);
  bench.gate = Promise.reject(new Error('too many open files'));
  await bench.advance(2000);
  bench.gate = Promise.resolve();

  expect(bench.sampler.of('web')).toMatchObject({cpuPercent: 50, memoryBytes: 10});
  expect(bench.clock.armed).toEqual([2000]);
});

test('strangers are looked at once, and again from time to time', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  bench.rows = [processRow({pid: 100}), processRow({pid: 7}), processRow({pid: 8, parent: 7})];
  await bench.advance(500);
  expect(bench.passedOver).toEqual([]);
  const passedOver: (readonly number[])[] = [];
  for (let look = 2; look <= 6; look++) {
    await bench.advance(2000);
    passedOver.push(bench.passedOver);
  }

  expect(passedOver).toEqual([[7, 8], [7, 8], [7, 8], [], [7, 8]]);
});

test('a child that was seen before it was known is no stranger', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  bench.rows = [processRow({pid: 100}), processRow({pid: 200, cpuMs: 50})];
  await bench.advance(500);
  bench.sampler.add(API);
  await bench.advance(500);

  expect(bench.sampler.of('api').cpuPercent).toBe(10);
});

test('what a member starts is looked at, also when it is new', async () => {
  const bench = new Bench();
  bench.sampler.add(WEB);
  bench.rows = [processRow({pid: 100})];
  await bench.advance(500);
  bench.rows = [processRow({pid: 100}), processRow({pid: 101, parent: 100, cpuMs: 200})];
  await bench.advance(2000);

  expect(bench.sampler.of('web').cpuPercent).toBe(10);
});

test('an unknown name uses nothing', async () => {
  const {sampler} = new Bench();

  expect(sampler.of('db')).toEqual({...NOTHING, peak: NOTHING});
  expect(sampler.childrenOf('db')).toEqual([]);
  expect(await sampler.portsOf('db')).toEqual([]);
});

function tree(process: string, pid: number): ProcessTree {
  return {pid, startTime: `start of ${pid}`, instance: 'run', process};
}
