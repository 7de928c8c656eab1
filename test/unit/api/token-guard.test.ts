import {expect, test} from 'vitest';
import {bearerToken, TokenGuard} from '../../../src/api/token-guard.ts';
import type {ProxError} from '../../../src/core/errors.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

const token = 'x'.repeat(43);

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['short', 'x'],
  ['long', 'x'.repeat(10_000)],
  ['different', 'y'.repeat(43)],
  ['in another case', token.toUpperCase()],
])('a token that is %s is unauthorized', (_, wrong) => {
  const {attempt} = createGuard();
  expect(attempt(wrong)).toMatchObject({code: 'UNAUTHORIZED'});
});

test('the right token passes', () => {
  expect(createGuard().attempt(token)).toBeUndefined();
});

test('the sixth wrong token within a minute is told when to come back', () => {
  const {attempt, clock} = createGuard();
  for (let count = 0; count < 5; count++) {
    expect(attempt('wrong')).toMatchObject({code: 'UNAUTHORIZED'});
    clock.advance(1000);
  }
  expect(attempt('wrong')).toMatchObject({
    code: 'RATE_LIMITED',
    details: {retry_after_seconds: 55},
  });
});

test('the right token passes in the middle of an attack', () => {
  const {attempt} = createGuard();
  for (let count = 0; count < 10; count++) attempt('wrong');
  expect(attempt(token)).toBeUndefined();
});

test('a missing token is no guess and does not count', () => {
  const {attempt} = createGuard();
  for (let count = 0; count < 10; count++) attempt(undefined);
  expect(attempt('wrong')).toMatchObject({code: 'UNAUTHORIZED'});
});

test('a minute after its first wrong token an address may guess again', () => {
  const {attempt, clock} = createGuard();
  for (let count = 0; count < 6; count++) attempt('wrong');
  clock.advance(59_999);
  expect(attempt('wrong')).toMatchObject({code: 'RATE_LIMITED', details: {retry_after_seconds: 1}});
  clock.advance(1);
  expect(attempt('wrong')).toMatchObject({code: 'UNAUTHORIZED'});
});

test('one address does not slow another', () => {
  const {attempt} = createGuard();
  for (let count = 0; count < 6; count++) attempt('wrong', '10.0.0.1');
  expect(attempt('wrong', '10.0.0.2')).toMatchObject({code: 'UNAUTHORIZED'});
});

test('of very many addresses the one that was wrong longest ago is forgotten', () => {
  const {attempt} = createGuard();
  for (let count = 0; count < 6; count++) attempt('wrong', 'first');
  for (let count = 0; count < 999; count++) attempt('wrong', `other ${count}`);
  expect(attempt('wrong', 'first')).toMatchObject({code: 'RATE_LIMITED'});
  attempt('wrong', 'one more');
  expect(attempt('wrong', 'first')).toMatchObject({code: 'UNAUTHORIZED'});
});

test.each([
  ['Bearer abc', 'abc'],
  ['bearer abc', 'abc'],
  ['BEARER   abc ', 'abc'],
  ['Basic abc', undefined],
  ['Bearer', undefined],
  ['Bearer a b', undefined],
  ['Bearerabc', undefined],
  ['abc', undefined],
])('the header "%s" carries %s', (authorization, expected) => {
  expect(bearerToken({authorization})).toBe(expected);
});

function createGuard() {
  const clock = new FakeClock();
  const guard = new TokenGuard({token, clock});
  const attempt = (given: string | undefined, address = '10.0.0.9'): ProxError | undefined => {
    try {
      guard.check(given, address);
      return undefined;
    } catch (error) {
      return error as ProxError;
    }
  };
  return {attempt, clock};
}
