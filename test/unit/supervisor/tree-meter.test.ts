import {beforeEach, expect, test} from 'vitest';
import {TreeMeter} from '../../../src/supervisor/tree-meter.ts';
import {processRow} from '../../rig/process-row.ts';

const TREE = {pid: 100, startTime: 'start of 100', instance: 'run', process: 'web'};
let meter: TreeMeter;

beforeEach(() => {
  meter = new TreeMeter(TREE, 1000);
});

test('until the second look it tells the average since the start', () => {
  meter.measure([processRow({pid: 100, cpuMs: 250, memoryBytes: 10})], 1500);

  expect(meter.usage).toEqual({cpuPercent: 50, memoryBytes: 10});
});

test('after that it tells what was used since the look before', () => {
  meter.measure([processRow({pid: 100, cpuMs: 250})], 1500);
  meter.measure([processRow({pid: 100, cpuMs: 2250})], 3500);

  expect(meter.usage.cpuPercent).toBe(100);
});

test('the members are summed up, and each tells its own', () => {
  meter.measure(
    [
      processRow({pid: 100, cpuMs: 100, memoryBytes: 10}),
      processRow({pid: 101, parent: 100, cpuMs: 1000, memoryBytes: 20}),
    ],
    2000,
  );

  expect(meter.usage).toEqual({cpuPercent: 110, memoryBytes: 30});
  expect(meter.members.map(({cpuPercent}) => cpuPercent)).toEqual([10, 100]);
});

test('a child that is new counts from its start', () => {
  meter.measure([processRow({pid: 100})], 2000);
  meter.measure([processRow({pid: 100}), processRow({pid: 101, cpuMs: 500})], 4000);

  expect(meter.usage.cpuPercent).toBe(25);
});

test('who has got the pid of another has used nothing before', () => {
  meter.measure([processRow({pid: 100}), processRow({pid: 101, cpuMs: 9000})], 2000);
  meter.measure(
    [processRow({pid: 100}), processRow({pid: 101, startTime: 'later', cpuMs: 400})],
    4000,
  );

  expect(meter.usage.cpuPercent).toBe(20);
});

test('a member that has ended takes its use along', () => {
  meter.measure([processRow({pid: 100}), processRow({pid: 101, cpuMs: 900})], 2000);
  meter.measure([processRow({pid: 100, cpuMs: 100})], 3000);

  expect(meter.usage.cpuPercent).toBe(10);
});

test('a clock of the system that goes back makes no negative use', () => {
  meter.measure([processRow({pid: 100, cpuMs: 500})], 2000);
  meter.measure([processRow({pid: 100, cpuMs: 490})], 3000);

  expect(meter.usage.cpuPercent).toBe(0);
});

test('a window that is too short to say anything is not measured', () => {
  meter.measure([processRow({pid: 100, cpuMs: 20})], 1010);

  expect(meter.isMeasured).toBe(false);
  expect(meter.peak.cpuPercent).toBe(0);
});

test('peaks are of each by itself, and outlast the end', () => {
  meter.measure([processRow({pid: 100, cpuMs: 900, memoryBytes: 10})], 2000);
  meter.measure([processRow({pid: 100, cpuMs: 1000, memoryBytes: 30})], 3000);
  meter.end();

  expect(meter.usage).toEqual({cpuPercent: 0, memoryBytes: 0});
  expect(meter.members).toEqual([]);
  expect(meter.peak).toEqual({cpuPercent: 90, memoryBytes: 30});
});

test('members are told parents first, the child before all, strays last', () => {
  meter.measure(
    [
      processRow({pid: 50, parent: 1}),
      processRow({pid: 60, parent: 102}),
      processRow({pid: 70, parent: 50}),
      processRow({pid: 100, parent: 1}),
      processRow({pid: 102, parent: 100}),
    ],
    2000,
  );

  expect(meter.members.map(({row}) => row.pid)).toEqual([100, 50, 102, 70, 60]);
});
