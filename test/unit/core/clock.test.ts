import {describe, expect, test} from 'vitest';
import {pause, systemClock} from '../../../src/core/clock.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

describe('a pause', () => {
  test('ends when its time has come, not before', async () => {
    const clock = new FakeClock();
    const order: string[] = [];
    const paused = pause(clock, 100).then(() => order.push('pause'));

    clock.advance(99);
    await Promise.resolve().then(() => order.push('fence'));
    clock.advance(1);
    await paused;

    expect(order).toEqual(['fence', 'pause']);
  });

  test('ends at once when its signal aborts, and leaves no timer', async () => {
    const clock = new FakeClock();
    const controller = new AbortController();
    const paused = pause(clock, 100, controller.signal);

    controller.abort();
    await paused;

    expect(clock.armed).toEqual([]);
  });

  test('with an aborted signal does not begin', async () => {
    const clock = new FakeClock();

    await pause(clock, 100, AbortSignal.abort());

    expect(clock.armed).toEqual([]);
  });
});

test('the system clock runs a callback, unless it was cancelled', async () => {
  const ran: string[] = [];
  systemClock.after(0, () => ran.push('cancelled')).cancel();
  await new Promise<void>(resolve => {
    systemClock.after(1, () => {
      ran.push('kept');
      resolve();
    });
  });

  expect(ran).toEqual(['kept']);
});

describe('the fake clock', () => {
  test('runs what falls due in order, also what is armed on the way', () => {
    const clock = new FakeClock();
    const ran: string[] = [];
    const note = (name: string) => ran.push(`${name} at ${clock.monotonic()}`);
    clock.after(30, () => note('third'));
    clock.after(10, () => {
      note('first');
      clock.after(10, () => note('second'));
      clock.after(100, () => note('late'));
    });

    clock.advance(50);

    expect(ran).toEqual(['first at 10', 'second at 20', 'third at 30']);
    expect(clock.monotonic()).toBe(50);
    expect(clock.armed).toEqual([100]);
  });

  test('tells when a timer of a delay is armed', async () => {
    const clock = new FakeClock();
    const armed = clock.timerArmed(200).then(() => clock.armed);

    clock.after(100, () => {});
    clock.after(200, () => {});

    expect(await armed).toEqual([100, 200]);
  });
});
