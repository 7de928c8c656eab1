import {timingSafeEqual} from 'node:crypto';
import type * as Crypto from 'node:crypto';
import {expect, test, vi} from 'vitest';
import {bearerToken, TokenGuard, type Refusal} from '../../../src/api/token-guard.ts';
import type {ProxError} from '../../../src/core/errors.ts';
import {FakeClock} from '../../rig/fake-clock.ts';

vi.mock('node:crypto', async importOriginal => {
  const crypto = await importOriginal<typeof Crypto>();
  return {...crypto, timingSafeEqual: vi.fn<typeof timingSafeEqual>(crypto.timingSafeEqual)};
});

const compared = vi.mocked(timingSafeEqual);
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
  for (let count = 0; count < 6; count++) attempt('wrong', 'second');
  for (let count = 0; count < 998; count++) attempt('wrong', `other ${count}`);
  expect(attempt('wrong', 'first')).toMatchObject({code: 'RATE_LIMITED'});
  attempt('wrong', 'one more');
  expect(attempt('wrong', 'first')).toMatchObject({code: 'RATE_LIMITED'});
  expect(attempt('wrong', 'second')).toMatchObject({code: 'UNAUTHORIZED'});
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

test('within its minute is told once that a token was wrong, and once that there were too many', () => {
  const {attempt, refusals, clock} = createGuard();
  for (let count = 0; count < 9; count++) attempt('secret guess');
  const wrong = {type: 'wrong', address: '10.0.0.9'};
  const limited = {type: 'limited', address: '10.0.0.9', retryAfterSeconds: 60};
  expect(refusals).toEqual([wrong, limited]);
  clock.advance(60_000);
  attempt('secret guess');
  expect(refusals.slice(2)).toEqual([wrong]);
});

test('a missing token is not told', () => {
  const {attempt, refusals} = createGuard();
  attempt(undefined);
  expect(refusals).toEqual([]);
});

test('a new token counts at once, and the old one no more', () => {
  const {attempt, change, guard} = createGuard();
  attempt(token);
  const before = guard.generation;
  change('z'.repeat(43));
  expect(attempt(token)).toMatchObject({code: 'UNAUTHORIZED'});
  expect(attempt('z'.repeat(43))).toBeUndefined();
  expect(guard.generation).not.toBe(before);
  expect(guard.generation).toBe(guard.generation);
});

test('while there is no token nobody gets in, and nobody is blamed', () => {
  const {attempt, change, refusals} = createGuard();
  change(undefined);
  for (const given of [token, '', 'undefined', ...Array<string>(6).fill('wrong')]) {
    expect(attempt(given)).toMatchObject({code: 'UNAUTHORIZED'});
  }
  expect(refusals).toEqual([]);
});

test('wherever it differs, digests of one length are compared in constant time', () => {
  const {attempt} = createGuard();
  for (let place = 0; place < token.length; place++) {
    compared.mockClear();
    attempt(`${token.slice(0, place)}y${token.slice(place + 1)}`);
    expect(compared.mock.calls.map(pair => pair.map(({byteLength}) => byteLength))).toEqual([
      [32, 32],
    ]);
  }
});

test('the addresses of one IPv6 network are one client, and those of IPv4 are not', () => {
  const {attempt, refusals} = createGuard();
  for (let count = 0; count < 5; count++) attempt('wrong', `2001:db8:1:2::${count}`);
  expect(attempt('wrong', '2001:db8:1:2:3:4:5:6')).toMatchObject({code: 'RATE_LIMITED'});
  expect(attempt('wrong', '2001:db8:1::9')).toMatchObject({code: 'UNAUTHORIZED'});
  expect(refusals.map(({type, address}) => `${type} ${address}`)).toEqual([
    'wrong 2001:db8:1:2::0',
    'limited 2001:db8:1:2:3:4:5:6',
    'wrong 2001:db8:1::9',
  ]);
});

function createGuard() {
  const clock = new FakeClock();
  const refusals: Refusal[] = [];
  let current: string | undefined = token;
  const change = (next: string | undefined) => (current = next);
  const guard = new TokenGuard({
    token: () => current,
    clock,
    onRefusal: refusal => refusals.push(refusal),
  });
  const attempt = (given: string | undefined, address = '10.0.0.9'): ProxError | undefined => {
    try {
      guard.check(given, address);
      return undefined;
    } catch (error) {
      return error as ProxError;
    }
  };
  return {attempt, change, clock, guard, refusals};
}
