import {expect, test} from 'vitest';
import {sessionCookie, sessionIdOf} from '../../../src/api/session-cookie.ts';

test('no script reads the cookie, and no other site sends it', () => {
  expect(sessionCookie('abc', 28_800)).toBe(
    'prox_session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=28800',
  );
});

test.each([
  ['prox_session=abc', 'abc'],
  ['a=b; prox_session=abc; c=d', 'abc'],
  ['a=b;prox_session=abc', 'abc'],
  ['prox_session=', ''],
  ['prox_session=first; prox_session=second', 'first'],
  ['xprox_session=abc', undefined],
  ['PROX_SESSION=abc', undefined],
  ['a=prox_session=abc', undefined],
  ['prox_session', undefined],
  ['', undefined],
  [undefined, undefined],
])('the cookies "%s" hold the id %s', (cookie, id) => {
  expect(sessionIdOf(cookie === undefined ? {} : {cookie})).toBe(id);
});
