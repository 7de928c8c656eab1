import {beforeEach, expect, test} from 'vitest';
import {type OwnGauges, OwnUsage} from '../../../src/app/own-usage.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

let clock: FakeClock;
let gauges: OwnGauges;
let usage: OwnUsage;

beforeEach(() => {
  clock = new FakeClock();
  gauges = {cpuMs: 400, memoryBytes: 50, connections: 1};
  usage = new OwnUsage({clock, read: () => gauges});
});

test('memory is known at once, processor time from the first measurement on', () => {
  expect(usage.memoryBytes).toBe(50);
  expect(usage.cpuPercent).toBe(0);
  usage.begin();
  gauges = {...gauges, cpuMs: 450};
  clock.advance(500);

  expect(usage.cpuPercent).toBe(10);
});

test('it is measured every two seconds, whoever asks', () => {
  usage.begin();
  clock.advance(500);
  gauges = {cpuMs: 2400, memoryBytes: 80, connections: 7};
  clock.advance(1999);
  expect(usage.memoryBytes).toBe(50);
  clock.advance(1);

  expect(usage.memoryBytes).toBe(80);
  expect(usage.cpuPercent).toBe(100);
});

test('peaks stay', () => {
  usage.begin();
  gauges = {cpuMs: 400, memoryBytes: 80, connections: 7};
  clock.advance(500);
  gauges = {cpuMs: 400, memoryBytes: 60, connections: 0};
  clock.advance(2000);

  expect(usage.memoryBytes).toBe(60);
  expect(usage.memoryBytesPeak).toBe(80);
  expect(usage.connectionsPeak).toBe(7);
});

test('at the end no timer is left', () => {
  usage.begin();
  clock.advance(500);
  usage.end();

  expect(clock.armed).toEqual([]);
});

test('a shutdown that was faster than the start leaves none either', () => {
  usage.end();
  usage.begin();

  expect(clock.armed).toEqual([]);
});
