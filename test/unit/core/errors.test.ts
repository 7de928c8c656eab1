import {describe, expect, test} from 'vitest';
import {
  API_ERRORS,
  ERRORS,
  ExitCode,
  hasCode,
  isErrorCode,
  ProxError,
} from '../../../src/core/errors.ts';

describe('a ProxError', () => {
  test('says what the table says, and which one', () => {
    expect(new ProxError('PROCESS_NOT_FOUND').message).toBe('No such process');
    expect(new ProxError('PROCESS_NOT_FOUND', {detail: 'wbe'}).message).toBe(
      'No such process: wbe',
    );
  });

  test('carries its code, the next step, facts and the cause', () => {
    const cause = new Error('EADDRINUSE');
    const options = {hint: 'Set api.port.', details: {port: 5555}, cause};

    expect(new ProxError('PORT_IN_USE', options)).toMatchObject({
      name: 'ProxError',
      code: 'PORT_IN_USE',
      hint: 'Set api.port.',
      details: {port: 5555},
      cause,
    });
  });
});

describe('the table of errors', () => {
  test.each(Object.entries(ERRORS))('%s has an exit code and words', (code, spec) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
    expect(Object.values(ExitCode).filter(exit => exit !== ExitCode.done)).toContain(spec.exit);
    expect(spec.message).not.toMatch(/[.:]$/);
  });

  test('has an HTTP status for all that the API answers', () => {
    const statuses = Object.values(API_ERRORS).map(({http}) => http);
    expect(Math.min(...statuses)).toBeGreaterThanOrEqual(400);
    expect(Math.max(...statuses)).toBeLessThan(600);
  });

  test('knows its own codes and no inherited name', () => {
    expect(isErrorCode('NOT_FOUND')).toBe(true);
    expect(isErrorCode('not_found')).toBe(false);
    expect(isErrorCode('toString')).toBe(false);
  });
});

describe('a system error is recognised by its code', () => {
  const gone = Object.assign(new Error('kill ESRCH'), {code: 'ESRCH'});

  test('one of several may fit', () => {
    expect(hasCode(gone, 'EPERM', 'ESRCH')).toBe(true);
    expect(hasCode(gone, 'EPERM')).toBe(false);
  });

  test('what is no error, or has no code, never fits', () => {
    expect(hasCode({code: 'ESRCH'}, 'ESRCH')).toBe(false);
    expect(hasCode(new Error('ESRCH'), 'ESRCH')).toBe(false);
    expect(hasCode(undefined, 'ESRCH')).toBe(false);
  });
});
