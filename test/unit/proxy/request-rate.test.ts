import {expect, test} from 'vitest';
import {RequestRate} from '../../../src/proxy/request-rate.ts';

test('the rate is over the last five seconds', () => {
  const rate = rateOf(1000, 2000, 3000, 4000, 5000);

  expect(rate.perSecond(5000)).toBe(1);
  expect(rate.perSecond(5900)).toBe(1);
  expect(rate.perSecond(6000)).toBe(0.8);
  expect(rate.perSecond(9900)).toBe(0.2);
  expect(rate.perSecond(10_000)).toBe(0);
  expect(rate.perSecond(1e9)).toBe(0);
});

test('reading changes nothing', () => {
  const rate = rateOf(1000, 1000, 1000);
  rate.perSecond(1e9);

  expect(rate.perSecond(1000)).toBe(0.6);
});

test('what is out of the window is forgotten by the requests that follow', () => {
  expect(rateOf(1000, 1050, 6000, 6050, 6100).perSecond(6100)).toBe(0.6);
  expect(rateOf(1000, 1050, 100_000).perSecond(100_000)).toBe(0.2);
});

test('the peak is the most that there ever was in five seconds', () => {
  const rate = rateOf(1000, 1000, 1000, 1000, 20_000, 40_000);

  expect(rate.peakPerSecond).toBe(0.8);
});

test('it agrees with a count of all times', () => {
  const times = Array.from({length: 2000}, (_, n) => n * 37 + (n % 7) * 5).toSorted(
    (a, b) => a - b,
  );
  const rate = new RequestRate();
  for (const [index, time] of times.entries()) {
    rate.note(time);
    const first = Math.floor(time / 100) - 49;
    const inWindow = times.slice(0, index + 1).filter(one => Math.floor(one / 100) >= first);
    expect(rate.perSecond(time)).toBe(inWindow.length / 5);
  }
});

function rateOf(...times: readonly number[]): RequestRate {
  const rate = new RequestRate();
  for (const time of times) rate.note(time);
  return rate;
}
