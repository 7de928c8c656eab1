import {expect, test} from 'vitest';
import {sessionCookie, sessionIdsOf} from '../../../src/api/session-cookie.ts';

test('no script reads the cookie, and no other site sends it', () => {
  expect(sessionCookie('abc', 28_800)).toBe(
    'prox_session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800',
  );
});

test.each([
  ['prox_session=abc', ['abc']],
  ['a=b; prox_session=abc; c=d', ['abc']],
  ['a=b;prox_session=abc', ['abc']],
  ['prox_session=', ['']],
  ['prox_session=first; prox_session=second', ['first', 'second']],
  ['xprox_session=abc', []],
  ['PROX_SESSION=abc', []],
  ['a=prox_session=abc', []],
  ['prox_session', []],
  ['', []],
  [undefined, []],
])('the cookies "%s" hold the ids %j', (cookie, ids) => {
  expect(sessionIdsOf(cookie === undefined ? {} : {cookie})).toEqual(ids);
});
