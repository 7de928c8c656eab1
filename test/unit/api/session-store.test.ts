import {expect, test} from 'vitest';
import {SessionStore} from '../../../src/api/session-store.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const lifetimeMs = 1000;

test('an id is long, random, and open until it is ended', () => {
  const store = new SessionStore({clock: new FakeClock(), lifetimeMs});
  const ids = Array.from({length: 50}, () => store.open());
  expect(new Set(ids).size).toBe(50);
  expect(ids.every(id => /^[\w-]{43}$/.test(id))).toBe(true);
  const [first = '', second = ''] = ids;
  store.end(first);
  expect([first, second].map(id => store.isOpen(id))).toEqual([false, true]);
  store.endAll();
  expect(store.isOpen(second)).toBe(false);
});

test('it ends a lifetime after its last use', () => {
  const clock = new FakeClock();
  const store = new SessionStore({clock, lifetimeMs});
  const id = store.open();
  clock.advance(999);
  store.renew(id);
  clock.advance(999);
  expect(store.isOpen(id)).toBe(true);
  clock.advance(1);
  expect(store.isOpen(id)).toBe(false);
});

test('of more than a hundred the one used longest ago ends', () => {
  const store = new SessionStore({clock: new FakeClock(), lifetimeMs});
  const [first = '', second = '', ...others] = Array.from({length: 100}, () => store.open());
  store.renew(first);
  store.open();
  expect([first, second, ...others].filter(id => !store.isOpen(id))).toEqual([second]);
});

test('what is no id is not open', () => {
  const store = new SessionStore({clock: new FakeClock(), lifetimeMs});
  store.open();
  for (const id of ['', 'x', '__proto__', 'constructor']) expect(store.isOpen(id)).toBe(false);
});
