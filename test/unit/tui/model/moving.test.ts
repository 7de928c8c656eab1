import {expect, test} from 'vitest';
import {layoutOf} from '../../../../src/tui/model/layout.ts';
import {readingRows, topOfReading} from '../../../../src/tui/model/reading.ts';
import type {Model} from '../../../../src/tui/model/model.ts';
import {aModel, events, lines, numbered, pressed, requests, told, wheel} from './a-model.ts';
import {markedEvent, markedRequest, seenEvents, seenLines, seenRequests} from './seen-lines.ts';

const logs = told(aModel(), numbered(1, 100));
const list = pressed(told(aModel(), requests(1, 40)), 'tab');

test('at the end, what comes is seen; paused, the window stands still', () => {
  expect(seenLines(told(logs, numbered(101, 150))).at(-1)).toBe('line 150');
  const paused = pressed(logs, 'up');
  expect(seenLines(told(paused, numbered(101, 150)))).toEqual(seenLines(paused));
});

test('down to the end follows again, as F and G do', () => {
  const paused = pressed(logs, 'up', 'up');
  expect(pressed(paused, 'down').logs.scroll.follow).toBe(false);
  expect(pressed(paused, 'down', 'down').logs.scroll.follow).toBe(true);
  expect(pressed(paused, 'F').logs.scroll.follow).toBe(true);
  expect(pressed(paused, 'G').logs.scroll.follow).toBe(true);
});

test('F pauses where it is', () => {
  const paused = pressed(logs, 'F');
  expect([paused.logs.scroll.follow, seenLines(paused)]).toEqual([false, seenLines(logs)]);
});

test('the wheel moves three rows, also while a filter is typed', () => {
  expect(seenLines(told(logs, wheel('wheelUp')))[0]).toBe('line 87');
  expect(seenLines(told(pressed(logs, 's'), wheel('wheelUp')))[0]).toBe('line 87');
  expect(told(logs, wheel('wheelUp'), wheel('wheelDown')).logs.scroll.follow).toBe(true);
});

test('long lines scroll row by row', () => {
  const long = told(aModel(), lines(1, Array<string>(10).fill('x'.repeat(200))));
  const up = pressed(long, 'up');
  expect(up.logs.scroll).toMatchObject({key: 8, row: 0});
  expect(pressed(up, 'up').logs.scroll).toMatchObject({key: 7, row: 3});
});

test('without wrapping a long line is one row', () => {
  const long = told(aModel(), lines(1, Array<string>(20).fill('x'.repeat(200))));
  expect(pressed(long, 'W', 'up').logs.scroll).toMatchObject({key: 9, row: 0});
});

test('another size leaves the same line on top, and the end at the end', () => {
  const size = {columns: 40, rows: 30};
  const paused = pressed(logs, 'g', 'down', 'down');
  expect(seenLines(told(paused, {type: 'resized', size}))[0]).toBe('line 3');
  expect(seenLines(told(logs, {type: 'resized', size})).at(-1)).toBe('line 100');
});

test('the marked request is the newest, until another is chosen', () => {
  expect(markedRequest(list)).toBe('40');
  expect(markedRequest(told(list, requests(41, 45)))).toBe('45');
  const up = pressed(list, 'up');
  expect(markedRequest(up)).toBe('39');
  expect(markedRequest(told(up, requests(41, 45)))).toBe('39');
  expect(seenRequests(told(up, requests(41, 45)))).toEqual(seenRequests(up));
  expect(markedRequest(told(pressed(up, 'down'), requests(41, 45)))).toBe('45');
});

test('the marked request takes the window with it, by no more than it takes', () => {
  const top = pressed(list, ...Array<string>(9).fill('up'));
  expect([markedRequest(top), seenRequests(top)[0]]).toEqual(['31', '31']);
  expect(seenRequests(pressed(top, 'up'))[0]).toBe('30');
  const bottom = pressed(list, 'g', ...Array<string>(9).fill('down'));
  expect([markedRequest(bottom), seenRequests(bottom)[0]]).toEqual(['10', '1']);
  expect(seenRequests(pressed(bottom, 'down'))[0]).toBe('2');
});

test('g and G lead to the ends of every view', () => {
  expect(markedRequest(pressed(list, 'g'))).toBe('1');
  expect(markedRequest(pressed(list, 'g', 'G'))).toBe('40');
  expect(pressed(list, 'g', 'G').requests.scroll.follow).toBe(true);
  const happened = pressed(told(aModel(), events(1, 40)), 'shift-tab');
  expect([markedEvent(pressed(happened, 'g')), seenEvents(pressed(happened, 'g'))[0]]).toEqual([
    1, 1,
  ]);
  expect(markedEvent(pressed(happened, 'g', 'G'))).toBe(40);
  expect(pressed(happened, 'pageUp', 'pageDown').events.scroll.follow).toBe(true);
});

test('F pauses a list with its newest marked, and then follows again', () => {
  const paused = pressed(list, 'F');
  expect(markedRequest(told(paused, requests(41, 45)))).toBe('40');
  expect(markedRequest(told(pressed(paused, 'F'), requests(41, 45)))).toBe('45');
});

test('up in a list of one is no pause', () => {
  const one = pressed(told(aModel(), requests(1, 1)), 'tab', 'up', 'g');
  expect(one.requests.scroll.follow).toBe(true);
});

test('a marked event that is gone leaves the oldest marked', () => {
  const marked = pressed(told(aModel(), events(1, 10)), 'shift-tab', 'g');
  const later = told(marked, events(11, 1500));
  expect([later.events.shown.length, markedEvent(later)]).toEqual([1000, 501]);
});

test('each view keeps its place', () => {
  const elsewhere = pressed(told(logs, requests(1, 40)), 'up', 'tab', 'g', 'tab', 'tab');
  expect(seenLines(elsewhere)[0]).toBe('line 89');
  expect(markedRequest(pressed(elsewhere, 'tab'))).toBe('1');
});

test('the help goes no further than its end, and comes back at once', () => {
  const help = pressed(logs, '?');
  const {mode} = pressed(help, 'G');
  if (mode.type !== 'help') throw new Error(mode.type);
  expect(mode.top).toBe(readingRows(help, mode).length - layoutOf(help).bodyRows);
  expect(pressed(help, 'G', 'pageDown', 'j').mode).toEqual(mode);
  expect(pressed(help, 'G', 'down', 'k').mode).toMatchObject({top: mode.top - 1});
  expect(pressed(help, 'end', 'home', 'up').mode).toMatchObject({top: 0});
  expect(told(help, wheel('wheelDown')).mode).toMatchObject({top: 3});
});

test('the help is left by any key that does not move, which does nothing else', () => {
  for (const key of ['?', 'escape', 'q', 'x', 'enter']) {
    expect(pressed(logs, '?', key)).toEqual(logs);
  }
});

test('what is read stands within its end after the screen has grown', () => {
  const help = told(pressed(logs, '?', 'G'), {type: 'resized', size: {columns: 80, rows: 200}});
  expect(help.mode.type === 'help' && topOfReading(help, help.mode)).toBe(0);
});

test('a page is read by its own keys, and left to where one was', () => {
  const page = {type: 'why', name: 'api'} as const;
  const opened = pressed(logs, 'w');
  const {mode} = opened;
  const shown = mode.type === 'page' ? mode.page : page;
  const text = Array.from({length: 40}, (_, index) => `row ${index}`);
  const read = told(opened, {type: 'pageCame', page: shown, lines: text});
  expect(pressed(read, 'G').mode).toMatchObject({top: 29});
  expect(pressed(read, 'space', 'ctrl-b').mode).toMatchObject({top: 0});
  expect(pressed(read, 'x', 'r')).toEqual(read);
  for (const key of ['escape', 'q', 'enter', 'w', 'backspace']) {
    expect(pressed(read, key)).toEqual(logs);
  }
});

test('a mouse wheel moves the choice of processes, not what is behind it', () => {
  const choosing = told(pressed(logs, 'f'), wheel('wheelDown'));
  expect(choosing.mode).toMatchObject({cursor: 2});
  expect(choosing.logs).toEqual(logs.logs);
});

test.each([
  [20, 5],
  [40, 10],
  [200, 60],
])('at %i columns and %i rows there is room for the view', (columns, rows) => {
  const wide: Model = told(aModel({size: {columns, rows}}), numbered(1, 5));
  const layout = layoutOf(pressed(wide, 'p'));
  expect(layout.bodyRows).toBeGreaterThanOrEqual(1);
  expect(layout.panelRows + layout.bodyRows + 3).toBe(rows - 1);
});
