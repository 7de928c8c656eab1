import {expect, test} from 'vitest';
import {lineColumns} from '../../../../src/tui/model/listings.ts';
import {update} from '../../../../src/tui/model/update.ts';
import {sampleSummary} from '../../../rig/sample-summary.ts';
import {
  aModel,
  effectsOf,
  lines,
  pressed,
  processes,
  shownLines,
  told,
  typedIn,
} from './a-model.ts';

const talking = told(
  aModel(),
  lines(1, ['of api'], 'api'),
  lines(2, ['of db'], 'db'),
  lines(3, ['of web'], 'web'),
);

test('a digit shows one process alone and is about it, again it shows all', () => {
  const alone = pressed(talking, '2');
  expect(shownLines(alone)).toEqual(['of db']);
  expect(effectsOf(alone, 'r')).toEqual([{type: 'operate', operation: 'restart', name: 'db'}]);
  expect(shownLines(pressed(alone, '2'))).toEqual(['of api', 'of db', 'of web']);
  expect(shownLines(pressed(alone, '0'))).toEqual(['of api', 'of db', 'of web']);
  expect(shownLines(pressed(alone, '3'))).toEqual(['of web']);
});

test('what was shown alone stays the one that keys are about when all are shown', () => {
  const all = pressed(talking, '2', '0');
  expect(effectsOf(all, 'x')).toEqual([{type: 'operate', operation: 'stop', name: 'db'}]);
});

test('a digit without a process says so and changes nothing', () => {
  const alone = pressed(talking, '2', '7');
  expect(alone.notice?.text).toBe('there is no process 7');
  expect(shownLines(alone)).toEqual(['of db']);
});

test('the next process takes the place of the one that is shown alone, around the end', () => {
  expect(shownLines(pressed(talking, '3', 'right'))).toEqual(['of api']);
  expect(shownLines(pressed(talking, '1', 'left'))).toEqual(['of web']);
});

test('the chosen one stays chosen when the list changes, and is the first when it is gone', () => {
  const chosen = pressed(talking, 'right');
  expect(told(chosen, processes('new', 'web', 'db')).chosen).toBe('db');
  expect(told(chosen, processes('new', 'web')).chosen).toBe('new');
  expect(told(chosen, processes()).chosen).toBeUndefined();
});

test('one that was shown alone and is gone from prox.yaml leaves all to be seen', () => {
  const reloaded = told(pressed(talking, '2'), processes('api', 'web'));
  expect(reloaded.shown).toEqual({type: 'all'});
  expect(shownLines(reloaded)).toEqual(['of api', 'of db', 'of web']);
});

test('a choice holds while one of the chosen is there', () => {
  const some = pressed(talking, 'f', 'space', 'enter');
  expect(shownLines(some)).toEqual(['of db', 'of web']);
  expect(shownLines(told(some, processes('api', 'web')))).toEqual(['of db', 'of web']);
  expect(told(some, processes('api')).shown).toEqual({type: 'all'});
});

test('a choice of none stays one: it was asked for', () => {
  const none = pressed(talking, 'f', 'n', 'enter');
  expect(shownLines(told(none, processes('api', 'web')))).toEqual([]);
});

test('a choice is seen at once, kept by Enter, taken back by Esc', () => {
  const choosing = pressed(talking, 'f', 'down', 'space');
  expect(shownLines(choosing)).toEqual(['of api', 'of web']);
  expect(shownLines(pressed(choosing, 'enter'))).toEqual(['of api', 'of web']);
  expect(pressed(choosing, 'escape').shown).toEqual({type: 'all'});
  expect(shownLines(pressed(choosing, 'escape'))).toHaveLength(3);
});

test('all or none are chosen by a key, and all of them is no choice', () => {
  expect(shownLines(pressed(talking, 'f', 'n'))).toEqual([]);
  expect(pressed(talking, 'f', 'n', 'a').shown).toEqual({type: 'all'});
});

test('the mark of the choice stays within the processes, also when they become fewer', () => {
  const end = pressed(talking, 'f', 'down', 'down', 'down', 'down');
  expect(end.mode).toMatchObject({cursor: 2});
  expect(pressed(told(end, processes('api')), 'up').mode).toMatchObject({cursor: 0});
  expect(pressed(aModel(), 'f', 'up', 'k').mode).toMatchObject({cursor: 0});
});

test('what is written while one is shown alone is there when all are shown', () => {
  const later = told(pressed(talking, '2'), lines(4, ['more of api'], 'api'));
  expect(shownLines(later)).toEqual(['of db']);
  expect(shownLines(pressed(later, '0'))).toContain('more of api');
});

test('the URL is that of its service, else its port; without either it says so', () => {
  const some = told(
    aModel(),
    processes(
      sampleSummary({name: 'api', url: undefined, port: 3001}),
      sampleSummary({name: 'db', url: undefined, port: undefined}),
    ),
  );
  expect(effectsOf(some, 'u')).toEqual([{type: 'browse', url: 'http://localhost:3001'}]);
  expect(pressed(some, 'right', 'u').notice?.text).toBe('db has no URL');
});

test('what is typed goes to the process, keys that quit too, until Ctrl-]', () => {
  const typing = pressed(talking, 'i');
  const sent = told(typing, {type: 'typed', text: 'q\u0003'});
  expect(sent.mode).toEqual({type: 'typing', name: 'api'});
  expect(pressed(sent, 'q', 'ctrl-c', 'escape', 'ctrl-z')).toEqual(sent);
  expect(effectsOf(sent, 'ctrl-c')).toEqual([]);
  expect(told(sent, {type: 'typed', text: 'ls\r\u001dq'}).mode.type).toBe('browse');
  expect(pressed(sent, 'ctrl-]').mode.type).toBe('browse');
});

test('the terminal of a process that is typed for follows the size of the screen, no other one does', () => {
  const message = {type: 'resized', size: {columns: 60, rows: 20}} as const;
  expect(update(talking, message).effects).toEqual([]);
  const typing = pressed(talking, 'i');
  const columns = lineColumns({...typing, size: message.size});
  expect(update(typing, message).effects).toEqual([
    {type: 'fitTerminal', name: 'api', columns, rows: expect.any(Number)},
  ]);
});

test('after text that was refused, what is typed goes nowhere, least of all to the keys', () => {
  const notice = {text: 'Process has no terminal: api', tone: 'bad'} as const;
  const refused = {type: 'refusedText', name: 'api', notice} as const;
  const told1 = told(pressed(talking, 'i'), refused);
  expect(told1.mode).toEqual({type: 'typing', name: 'api', problem: notice.text});
  const typed = update(told1, {type: 'typed', text: 'quit\r'});
  expect(typed).toEqual({model: told1, effects: []});
  for (const text of ['\u001b', '\u001d', '\u0003']) {
    expect(told(told1, {type: 'typed', text}).mode.type).toBe('browse');
  }
  const other = told(pressed(talking, 'right', 'i'), refused);
  expect(other.mode).toEqual({type: 'typing', name: 'db', problem: undefined});
});

test('the end of a process that is typed for is told, and what is typed after it is dropped', () => {
  const typing = pressed(talking, 'i');
  const gone = typing.processes.map(process => ({...process, pid: 0}));
  const ended = told(typing, {type: 'processes', processes: gone, at: 0});
  expect(ended.mode).toEqual({type: 'typing', name: 'api', problem: 'api does not run any more'});
  expect(update(ended, {type: 'typed', text: 'q'}).effects).toEqual([]);
});

test('a filter and a process that is shown alone hold together', () => {
  const both = pressed(typedIn(pressed(talking, '1', 's'), 'of'), 'enter');
  expect(shownLines(both)).toEqual(['of api']);
  const cleared = pressed(both, 'escape');
  expect(shownLines(cleared)).toHaveLength(3);
  expect(cleared.filter.text).toBe('');
});
