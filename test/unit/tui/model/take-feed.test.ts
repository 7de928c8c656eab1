import {expect, test} from 'vitest';
import {initialModel} from '../../../../src/tui/model/model.ts';
import {compile, entry, event} from '../filter/records.ts';
import {SAMPLE} from '../../../rig/fake-prox.ts';
import {
  aModel,
  emptyModel,
  events,
  lines,
  numbered,
  pressed,
  requests,
  shownLines,
  told,
  typedIn,
} from './a-model.ts';
import {markedRequest, seenLines} from './seen-lines.ts';

const full = told(aModel(), numbered(1, 50), requests(1, 20), events(1, 5));

test('a new run begins with empty logs and requests; events go on', () => {
  const anew = told(full, {type: 'connected', isNewRun: true});
  expect([anew.logs.items.length, anew.logs.shown.length]).toEqual([0, 0]);
  expect(anew.requests.shown.length).toBe(0);
  expect(anew.events.shown.length).toBe(5);
});

test('a window that was paused in the run before follows the new one', () => {
  const paused = pressed(full, 'g', 'tab', 'g', 'shift-tab');
  const anew = told(paused, {type: 'connected', isNewRun: true}, numbered(1, 60), requests(1, 30));
  expect(seenLines(anew).at(-1)).toBe('line 60');
  expect(markedRequest(anew)).toBe('30');
});

test('the same run goes on where it was', () => {
  const paused = pressed(full, 'g');
  const back = told(
    paused,
    {type: 'lost', problem: 'gone'},
    {type: 'connected', isNewRun: false},
    lines(51, ['later']),
  );
  expect(seenLines(back)).toEqual(seenLines(paused));
  expect(shownLines(back).at(-1)).toBe('later');
  expect(back.link).toEqual({type: 'connected'});
});

test('a lost connection says why, one that is refused also what to do', () => {
  expect(told(full, {type: 'lost', problem: 'gone'}).link).toEqual({type: 'lost', problem: 'gone'});
  const refused = told(full, {type: 'refused', problem: 'No token', hint: 'Set it.'});
  expect(refused.link).toEqual({type: 'lost', problem: 'No token. Set it.'});
  expect(told(full, {type: 'refused', problem: 'No token', hint: undefined}).link).toMatchObject({
    problem: 'No token',
  });
});

test('what cannot be followed is told', () => {
  const failed = told(full, {type: 'failed', topic: 'events', problem: 'too many streams'});
  expect(failed.notice).toEqual({text: 'events: too many streams', tone: 'bad'});
});

test('lines that were lost leave a line that says how many, in their place', () => {
  const entries = [entry('after', {seq: 71})];
  const lossy = told(full, {type: 'logs', dropped: 20, entries});
  expect(shownLines(lossy).slice(-2)).toEqual([
    'prox: 20 lines were lost here, they came too fast',
    'after',
  ]);
  const seqs = [...lossy.logs.items].map(({seq}) => seq);
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
  expect(new Set(seqs).size).toBe(seqs.length);
});

test('events that were lost are told', () => {
  const lossy = told(full, {type: 'events', dropped: 2, events: [event({id: 9})]});
  expect(lossy.notice?.text).toBe('2 events were lost: they came too fast');
  expect(lossy.events.shown.length).toBe(6);
});

test('the start of the run is told once: later seconds are rounded', () => {
  const {status} = SAMPLE;
  const first = told(full, {type: 'status', status, at: 10_000_000});
  expect(first.startedAt).toBe(10_000_000 - 7_200_000);
  const second = told(first, {type: 'status', status, at: 10_000_900});
  expect(second.startedAt).toBe(first.startedAt);
  const other = told(second, {type: 'status', status: {...status, pid: 1}, at: 20_000_000});
  expect(other.startedAt).toBe(20_000_000 - 7_200_000);
});

test('requests are listed as they come, whatever their ids', () => {
  const mixed = told(aModel(), requests(5, 6), requests(1, 2));
  expect([...mixed.requests.shown].map(({record}) => record.id)).toEqual(['5', '6', '1', '2']);
});

test('that there is no proxy is known, until a run has one', () => {
  const none = told(full, {type: 'noProxy'});
  expect(none.hasProxy).toBe(false);
  expect(told(none, {type: 'connected', isNewRun: true}).hasProxy).toBe(true);
  expect(told(none, requests(1, 1)).hasProxy).toBe(true);
});

test('what comes passes the filter or is kept for later', () => {
  const narrow = typedIn(pressed(aModel(), 's'), 'even');
  const later = told(narrow, lines(1, ['odd', 'even', 'odd']));
  expect(shownLines(later)).toEqual(['even']);
  expect(shownLines(pressed(later, 'ctrl-u'))).toHaveLength(3);
});

test('a page takes the answer it asked for, and no other', () => {
  const asked = pressed(full, 'w');
  const page = asked.mode.type === 'page' ? asked.mode.page : {type: 'why' as const, name: '-'};
  expect(asked.mode).toMatchObject({lines: undefined});
  const answer = {type: 'pageCame', page, lines: ['because']} as const;
  expect(told(asked, answer).mode).toMatchObject({lines: ['because']});
  const again = pressed(asked, 'escape', 'w');
  expect(told(again, answer).mode).toMatchObject({lines: undefined});
  expect(told(pressed(asked, 'escape'), answer).mode.type).toBe('browse');
});

test('a million lines keep the logs at their limits', () => {
  let model = emptyModel();
  const line = 'x'.repeat(60);
  for (let seq = 1; seq < 1_000_000; seq += 2000) {
    const entries = Array.from({length: 2000}, (_, index) => entry(line, {seq: seq + index}));
    model = told(model, {type: 'logs', dropped: 0, entries});
  }
  expect([model.logs.items.length, model.logs.shown.length]).toEqual([10_000, 10_000]);
  expect(model.logs.items.at(9_999)?.seq).toBe(1_000_000);
});

test('long lines are held by their length, not their number', () => {
  const size = {columns: 80, rows: 24};
  const start = initialModel({settings: {isOwner: true, compile}, size, theme: 'none'});
  const model = told(start, lines(1, Array<string>(1000).fill('x'.repeat(100_000))));
  expect(model.logs.items.length).toBe(83);
});
