import {expect, test} from 'vitest';
import {renderClosing} from '../../../src/render/closing-table.ts';
import {createPaint} from '../../../src/render/paint.ts';

test('the closing table says how each one ended and its last words', () => {
  const runs = [
    {name: 'web', end: 'exit code 1', isBad: true, ranForMs: 65_000, lastError: 'no database'},
    {name: 'worker', end: 'killed by SIGKILL', isBad: true, ranForMs: 5, lastError: ''},
    {name: 'api', end: 'blocked (db)', isBad: true, ranForMs: undefined, lastError: ''},
  ];
  expect(renderClosing(runs, createPaint({hasColor: false}))).toBe(
    `
NAME    ENDED              RAN FOR  LAST LINE ON STDERR
web     exit code 1        1m05s    no database
worker  killed by SIGKILL  5ms
api     blocked (db)       -`.trimStart(),
  );
});
