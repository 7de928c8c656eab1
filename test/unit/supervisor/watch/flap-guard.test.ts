import {describe, expect, it} from 'vitest';
import {FlapGuard} from '../../../../src/supervisor/watch/flap-guard.ts';

describe('the flap guard', () => {
  it('trips at the fifth restart within ten seconds', () => {
    const guard = new FlapGuard();
    expect([0, 2000, 4000, 6000, 9999].map(now => guard.record(now))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });

  it('bears restarts that are further apart, however many', () => {
    const guard = new FlapGuard();
    const times = Array.from({length: 100}, (_, index) => index * 2500);
    expect(times.some(now => guard.record(now))).toBe(false);
  });

  it('counts anew when it has been told to forget', () => {
    const guard = new FlapGuard();
    for (const now of [0, 1, 2, 3]) guard.record(now);
    guard.forget();
    expect(guard.record(4)).toBe(false);
  });
});
