import {expect, test} from 'vitest';
import {refusalEvent} from '../../../../src/cli/up/refusal-event.ts';

const address = '10.0.0.1';

test('a wrong token is an event that names who sent it', () => {
  expect(refusalEvent({type: 'wrong', address})).toEqual({
    type: 'auth.failed',
    message: 'wrong token from 10.0.0.1',
    details: {address},
  });
});

test('too many of them are another, with the time to wait', () => {
  expect(refusalEvent({type: 'limited', address, retryAfterSeconds: 42})).toEqual({
    type: 'auth.rate_limited',
    message: 'too many wrong tokens from 10.0.0.1: not looked at for 42 s',
    details: {address, retryAfterSeconds: 42},
  });
});
