import {expect, test} from 'vitest';
import type {Msg} from '../../../../src/tui/model/message.ts';
import type {Model} from '../../../../src/tui/model/model.ts';
import {update} from '../../../../src/tui/model/update.ts';
import {
  aModel,
  effectsOf,
  events,
  lines,
  numbered,
  pressed,
  requests,
  shownLines,
  told,
  typedIn,
} from './a-model.ts';
import {markedEvent, markedLine, markedRequest, seenLines} from './seen-lines.ts';

const TEXTS = Array.from({length: 60}, (_, index) => (index % 20 === 5 ? 'an ERROR' : 'calm'));
const flood = told(aModel(), lines(1, TEXTS));
const matches = [6, 26, 46];

function searching(model: Model, text: string): Model {
  return typedIn(pressed(model, '/'), text);
}

function filtering(model: Model, text: string): Model {
  return typedIn(pressed(model, 's'), text);
}

function pasted(text: string): Msg {
  return {type: 'input', input: {type: 'paste', text}};
}

test('a filter holds while it is typed, and Enter keeps it', () => {
  const typing = filtering(flood, 'err');
  expect(typing.mode.type).toBe('filter');
  expect(shownLines(typing)).toEqual(['an ERROR', 'an ERROR', 'an ERROR']);
  const kept = pressed(typing, 'enter');
  expect([kept.mode.type, kept.filter.text]).toEqual(['browse', 'err']);
  expect(shownLines(told(kept, lines(61, ['calm', 'error again'])))).toHaveLength(4);
});

test('Esc takes a filter back that was being typed', () => {
  const before = pressed(filtering(flood, 'calm'), 'enter');
  const back = pressed(filtering(before, ' -x level:error'), 'escape');
  expect(back.filter).toEqual(before.filter);
  expect(shownLines(back)).toEqual(shownLines(before));
});

test('a filter that cannot be read keeps the last good one and says why', () => {
  const good = filtering(flood, 'error');
  const bad = told(good, pasted(' re:['));
  expect(shownLines(bad)).toEqual(shownLines(good));
  expect(bad.filter.problem).toMatch(/re:/);
  expect(pressed(bad, 'backspace', 'backspace', 'backspace', 'backspace').filter.problem).toBe(
    undefined,
  );
});

test('Esc brings back the filter that held before, even beside a text that could not be read', () => {
  const bad = pressed(told(filtering(flood, 'error'), pasted(' re:[')), 'enter');
  const edited = typedIn(pressed(bad, 's', 'ctrl-u'), 'calm');
  expect(shownLines(edited)).toHaveLength(57);
  expect(shownLines(pressed(edited, 'escape'))).toHaveLength(3);
  expect(pressed(edited, 'escape').filter).toEqual(bad.filter);
});

test('a filter is edited where the cursor stands', () => {
  const edited = typedIn(pressed(filtering(flood, 'eror'), 'left', 'left', 'left'), 'r');
  expect(edited.filter.text).toBe('error');
  expect(pressed(edited, 'ctrl-u').filter.text).toBe('ror');
  expect(told(edited, pasted('a\r\nb')).filter.text).toBe('era bror');
});

test('what is pasted where nothing is typed does nothing', () => {
  expect(told(flood, pasted('qqq'))).toBe(flood);
});

test('a search goes to the nearest match above the end while it is typed', () => {
  const typing = searching(flood, 'err');
  expect([typing.logs.cursor, markedLine(typing)]).toEqual([46, 'an ERROR']);
  expect(seenLines(typing)).toContain('an ERROR');
  expect(typing.logs.scroll.follow).toBe(false);
});

test('n goes down, N goes up, and at the end they say so and stay', () => {
  const kept = pressed(searching(flood, 'err'), 'enter');
  const up = pressed(kept, 'N');
  expect(up.logs.cursor).toBe(26);
  expect(pressed(up, 'N').logs.cursor).toBe(6);
  const first = pressed(up, 'N', 'N');
  expect([first.logs.cursor, first.notice?.text]).toEqual([6, 'no match of err further above']);
  expect(pressed(first, 'n').logs.cursor).toBe(26);
  const last = pressed(kept, 'n');
  expect([last.logs.cursor, last.notice?.text]).toEqual([46, 'no match of err further below']);
});

test('every match is found once, from the first to the last', () => {
  const first = pressed(searching(flood, 'err'), 'enter', 'N', 'N', 'N');
  const found = [first, pressed(first, 'n'), pressed(first, 'n', 'n')];
  expect(found.map(({logs}) => logs.cursor)).toEqual(matches);
});

test('a match that comes later is found', () => {
  const kept = pressed(searching(flood, 'err'), 'enter');
  expect(pressed(told(kept, lines(61, ['new error'])), 'n').logs.cursor).toBe(61);
});

test('what is below is found when nothing is above', () => {
  const top = pressed(flood, 'g');
  expect(searching(top, 'ERR').logs.cursor).toBe(6);
  const unlike = told(aModel(), lines(1, [...Array<string>(40).fill('calm'), 'last']));
  expect(searching(pressed(unlike, 'g'), 'last').logs.cursor).toBe(41);
});

test('each letter searches from where the search began', () => {
  const wandering = told(aModel(), lines(1, [...TEXTS.slice(0, 40), 'es', ...TEXTS.slice(40)]));
  const typed = searching(wandering, 'err');
  expect(typed.logs.cursor).toBe(searching(wandering, 'e').logs.cursor);
  const corrected = typedIn(pressed(searching(wandering, 'es'), 'backspace'), 'rr');
  expect(corrected.logs.cursor).toBe(typed.logs.cursor);
});

test('Esc in a search leads back to where it began', () => {
  const paused = pressed(flood, 'up', 'up');
  const back = pressed(searching(paused, 'err'), 'escape');
  expect([back.logs, back.search]).toEqual([paused.logs, '']);
  expect(pressed(searching(flood, 'err'), 'escape').logs.scroll.follow).toBe(true);
});

test('Esc in a second search leads back to the match of the first', () => {
  const first = pressed(searching(flood, 'err'), 'enter', 'N');
  const back = pressed(searching(first, 'x'), 'escape');
  expect([back.search, back.logs.cursor]).toEqual(['err', 26]);
});

test('a text that is nowhere says so, moves nothing, and marks nothing', () => {
  const typing = searching(flood, 'nowhere');
  expect(typing.mode).toMatchObject({hasMatch: false});
  expect([seenLines(typing), typing.logs.cursor]).toEqual([seenLines(flood), undefined]);
  expect(pressed(typing, 'enter').notice?.text).toBe('no match of nowhere');
});

test('an empty search is none', () => {
  const kept = pressed(searching(flood, 'err'), 'enter');
  const none = pressed(kept, '/', 'ctrl-u', 'enter');
  expect([none.search, none.logs.cursor, none.notice]).toEqual(['', undefined, undefined]);
  expect(pressed(none, 'n').notice?.text).toBe('/ searches');
});

test('Esc clears search and filter, and leaves the window where it was', () => {
  const numbers = told(aModel(), numbered(1, 100));
  const paused = pressed(filtering(numbers, '5'), 'enter', 'g');
  expect(seenLines(paused)[0]).toBe('line 5');
  const clear = pressed(paused, 'escape');
  expect([clear.filter.text, clear.search]).toEqual(['', '']);
  expect(seenLines(clear)[0]).toBe('line 5');
  expect(pressed(clear, 'escape').logs.scroll).toEqual(clear.logs.scroll);
});

test('Esc while it follows goes on following', () => {
  const clear = pressed(filtering(flood, 'err'), 'enter', 'escape');
  expect(clear.logs.scroll.follow).toBe(true);
});

test('y copies the match, without its colours', () => {
  const colored = told(aModel(), lines(1, ['\u001b[31man error\u001b[0m', 'calm']));
  const found = pressed(searching(colored, 'err'), 'enter');
  expect(effectsOf(found, 'y')).toEqual([{type: 'copy', text: 'an error', what: 'the line'}]);
});

test('y says what it copied, or that nothing is there', () => {
  expect(effectsOf(told(aModel(), lines(1, ['one'])), 'y')).toEqual([
    {type: 'copy', text: 'one', what: '1 line'},
  ]);
  expect(pressed(aModel(), 'y').notice?.text).toBe('nothing is here');
  expect(pressed(aModel(), 'tab', 'enter').notice?.text).toBe('nothing is here');
});

test('a match that the filter hides is no longer copied', () => {
  const found = pressed(searching(flood, 'err'), 'enter');
  const hidden = pressed(filtering(found, 'calm'), 'enter');
  expect(update(hidden, {type: 'noticed', notice: {text: '', tone: 'good'}}).effects).toEqual([]);
  expect(effectsOf(hidden, 'y')).toMatchObject([{what: '11 lines'}]);
});

test('from a match that the filter hides, the next is the one in its place', () => {
  const some = told(aModel(), lines(1, ['x1', 'x2', 'x3']));
  const second = pressed(searching(some, 'x'), 'enter', 'N');
  const hidden = pressed(filtering(second, '-x2'), 'enter');
  expect(markedLine(pressed(hidden, 'n'))).toBe('x3');
  expect(markedLine(pressed(hidden, 'N'))).toBe('x1');
});

test('requests are filtered and searched by the same words', () => {
  const some = pressed(told(aModel(), requests(1, 40)), 'tab');
  const found = pressed(searching(some, 'PAGE/2'), 'enter');
  expect(markedRequest(found)).toBe('29');
  expect(markedRequest(pressed(found, 'N'))).toBe('28');
  expect(markedRequest(pressed(searching(found, 'x'), 'escape'))).toBe('29');
  expect(effectsOf(found, 'y')).toEqual([{type: 'copyCurl', id: '29'}]);
  expect(filtering(some, 'page/3').requests.shown.length).toBe(11);
});

test('events are searched and copied too', () => {
  const some = pressed(told(aModel(), events(1, 40)), 'shift-tab');
  const found = pressed(searching(some, 'event 7'), 'enter');
  expect(markedEvent(found)).toBe(7);
  expect(effectsOf(found, 'y')).toEqual([{type: 'copy', text: 'event 7', what: 'the event'}]);
});
