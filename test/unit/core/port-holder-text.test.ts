import {expect, test} from 'vitest';
import {holderText} from '../../../src/core/port-holder-text.ts';
import {sampleHolder} from '../../rig/sample-facts.ts';

test.each([
  ['a stranger', {}, 'pid 123 (node other.js, in /x)'],
  ['one whose folder is not known', {cwd: ''}, 'pid 123 (node other.js)'],
  [
    'a process of a prox',
    {project: '/a', process: 'web'},
    'pid 123 (node other.js, in /x), process web of the prox in /a',
  ],
  [
    'a process of a prox that is not found',
    {process: 'web'},
    'pid 123 (node other.js, in /x), process web of a prox',
  ],
  [
    'one with a long command',
    {command: `node ${'x'.repeat(80)}`, cwd: ''},
    `pid 123 (node ${'x'.repeat(54)}…)`,
  ],
  ['one whose command has lines', {command: 'sh -c a\n  b\n', cwd: ''}, 'pid 123 (sh -c a b)'],
  ['a prox', {project: '/a'}, 'pid 123 (node other.js, in /x), the prox in /a'],
])('names %s', (_, holder, expected) => {
  expect(holderText(sampleHolder(holder))).toBe(expected);
});
