import {expect, test} from 'vitest';
import {decodeError, encodeError} from '../../../src/api/error-wire.ts';
import {ProxError, type ProxErrorOptions} from '../../../src/core/errors.ts';

test('an error is text for people and a code for programs', () => {
  const error = new ProxError('PROCESS_NOT_FOUND', {detail: 'wbe'});
  expect(encodeError(error)).toBe('{"error":"No such process: wbe","code":"PROCESS_NOT_FOUND"}');
});

test.each<[string, ProxErrorOptions]>([
  ['nothing more', {}],
  ['a detail', {detail: 'web: it is so'}],
  ['a hint', {hint: 'Did you mean `web`?'}],
  ['details', {details: {survivors: [{pid: 1}], parameter: 'lines'}}],
  ['all of them', {detail: 'web', hint: 'Look.', details: {parameter: 'lines'}}],
])('an error with %s comes back as it was', (_, options) => {
  const error = new ProxError('PROCESS_NOT_REAPED', options);
  const decoded = decodeError(JSON.parse(encodeError(error)));
  expect(decoded).toBeInstanceOf(ProxError);
  expect(decoded).toMatchObject({
    message: error.message,
    code: error.code,
    hint: error.hint,
    details: error.details,
  });
});

test('a code of a newer prox keeps its text', () => {
  const decoded = decodeError({error: 'Too hot', code: 'ON_FIRE'});
  expect(decoded).toMatchObject({code: 'INTERNAL_ERROR', message: 'Internal error: Too hot'});
});

test.each([
  undefined,
  null,
  'text',
  [],
  {},
  {error: 'x'},
  {code: 'NOT_FOUND'},
  {error: 1, code: 2},
])('%j is no error of ours', body => {
  expect(decodeError(body)).toBeUndefined();
});
