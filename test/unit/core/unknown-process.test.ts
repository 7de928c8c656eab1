import {expect, test} from 'vitest';
import {groupForOne, unknownProcess} from '../../../src/core/unknown-process.ts';

test('an unknown name is answered with the nearest and with all', () => {
  expect(unknownProcess('wbe', ['api', 'web'])).toMatchObject({
    message: 'No such process: wbe',
    hint: 'Did you mean web? Known names: api, web.',
  });
  expect(unknownProcess('other', ['api', 'web']).hint).toBe('Known names: api, web.');
  expect(unknownProcess('other', []).hint).toBe('There is none.');
});

test('of many names the first twenty are told', () => {
  const names = Array.from({length: 23}, (_, index) => `worker-${index}`);
  expect(unknownProcess('db', names).hint).toMatch(
    /^Known names: worker-0, .*, worker-19 and 3 more\.$/,
  );
});

test('a group where one process is meant is answered with its members', () => {
  expect(groupForOne('back', ['api', 'db'])).toMatchObject({
    code: 'PROCESS_NOT_FOUND',
    message: 'No such process: back is a group (api, db)',
    hint: 'Name one of its members.',
  });
});
