import {expect, test} from 'vitest';
import {createPaint, wantsColor} from '../../../src/render/paint.ts';

test.each([
  ['a terminal', undefined, {TERM: 'xterm'}, true, true],
  ['a pipe', undefined, {TERM: 'xterm'}, false, false],
  ['a terminal that can do nothing', undefined, {TERM: 'dumb'}, true, false],
  ['NO_COLOR', undefined, {NO_COLOR: '1'}, true, false],
  ['an empty NO_COLOR', undefined, {NO_COLOR: ''}, true, true],
  ['FORCE_COLOR in a pipe', undefined, {FORCE_COLOR: '1'}, false, true],
  ['an empty FORCE_COLOR in a pipe', undefined, {FORCE_COLOR: ''}, false, true],
  ['FORCE_COLOR=0', undefined, {FORCE_COLOR: '0'}, true, false],
  ['NO_COLOR and FORCE_COLOR', undefined, {NO_COLOR: '1', FORCE_COLOR: '1'}, true, false],
  ['--color over NO_COLOR', true, {NO_COLOR: '1'}, false, true],
  ['--no-color over FORCE_COLOR', false, {FORCE_COLOR: '1'}, true, false],
])('%s', (_, flag, env, isTerminal, expected) => {
  expect(wantsColor({flag, env, isTerminal})).toBe(expected);
});

test('without colours a painter changes nothing', () => {
  const paint = createPaint({hasColor: false});
  expect(paint.bad('x') + paint.process(7, 'y')).toBe('xy');
});

test('neighbours have different colours, and there is one for everybody', () => {
  const paint = createPaint({hasColor: true});
  expect(paint.process(0, 'x')).not.toBe(paint.process(1, 'x'));
  expect(paint.process(1000, 'x')).toContain('x');
});
