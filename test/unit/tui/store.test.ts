import {expect, test} from 'vitest';
import type {Effect} from '../../../src/tui/model/message.ts';
import {ModelStore} from '../../../src/tui/store.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {aModel, keyMessage, lines} from './model/a-model.ts';

function aStore() {
  const clock = new FakeClock();
  const effects: Effect[] = [];
  const initial = aModel();
  const store = new ModelStore({initial, clock, perform: effect => void effects.push(effect)});
  let shown = 0;
  const leave = store.subscribe(() => (shown += 1));
  return {clock, effects, store, leave, shown: () => shown};
}

test('what the user does is shown at once', () => {
  const {store, shown} = aStore();
  store.dispatch(keyMessage('?'));
  expect([shown(), store.model().mode.type]).toEqual([1, 'help']);
  store.dispatch({type: 'resized', size: {columns: 30, rows: 9}});
  expect([shown(), store.model().size.columns]).toEqual([2, 30]);
});

test('what comes from prox is shown together, at most thirty times a second', () => {
  const {store, clock, shown} = aStore();
  for (let seq = 1; seq <= 100; seq++) store.dispatch(lines(seq, ['x']));
  expect([shown(), store.model().logs.items.length]).toEqual([0, 0]);
  expect(store.latest.logs.items.length).toBe(100);
  clock.advance(32);
  expect(shown()).toBe(0);
  clock.advance(1);
  expect([shown(), store.model().logs.items.length]).toEqual([1, 100]);
  clock.advance(1000);
  expect([shown(), clock.armed]).toEqual([1, []]);
});

test('a key shows with it what came before, and once', () => {
  const {store, clock, shown} = aStore();
  store.dispatch(lines(1, ['x']));
  store.dispatch(keyMessage('F'));
  expect([shown(), store.model().logs.items.length]).toEqual([1, 1]);
  clock.advance(100);
  expect(shown()).toBe(1);
});

test('what changes nothing is not shown', () => {
  const {store, shown, clock} = aStore();
  store.dispatch({type: 'typed', text: 'x'});
  expect([shown(), clock.armed]).toEqual([0, []]);
});

test('what is to be done is done, after it is shown', () => {
  const {store, effects, shown} = aStore();
  store.dispatch(keyMessage('d'));
  expect([effects, shown()]).toEqual([[{type: 'leave', how: 'detach'}], 1]);
});

test('who has left hears of nothing, and closed it has no timer', () => {
  const {store, leave, shown, clock} = aStore();
  leave();
  store.dispatch(keyMessage('?'));
  store.dispatch(lines(1, ['x']));
  store.close();
  expect([shown(), clock.armed]).toEqual([0, []]);
});

test('good news goes away by itself, and what is wrong stays', () => {
  const {store, clock} = aStore();
  store.dispatch({type: 'noticed', notice: {text: 'web restarted', tone: 'good'}});
  clock.advance(4999);
  expect(store.model().notice?.text).toBe('web restarted');
  clock.advance(1 + 33);
  expect(store.model().notice).toBeUndefined();
  store.dispatch({type: 'noticed', notice: {text: 'no such process', tone: 'bad'}});
  clock.advance(60_000);
  expect(store.model().notice?.text).toBe('no such process');
});

test('news is there for its whole time, whatever was said before it', () => {
  const {store, clock} = aStore();
  store.dispatch({type: 'noticed', notice: {text: 'restarting web…', tone: 'busy'}});
  clock.advance(4000);
  store.dispatch({type: 'noticed', notice: {text: 'web restarted', tone: 'good'}});
  clock.advance(4000);
  expect(store.model().notice?.text).toBe('web restarted');
});
