import {describe, expect, test} from 'vitest';
import {asKnownFailure} from '../../../src/cli/system-failure.ts';
import {ProxError} from '../../../src/core/errors.ts';

function systemError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: refused, ${syscall}`), {code, syscall});
}

describe('asKnownFailure', () => {
  test.each(['ENOSPC', 'EROFS', 'EACCES', 'EISDIR', 'ELOOP', 'EMFILE'])(
    'takes %s for a failure of the start, with its reason and a next step',
    code => {
      expect(asKnownFailure(systemError(code, 'open'))).toMatchObject({
        code: 'START_FAILED',
        detail: `${code}: refused, open`,
        hint: expect.stringMatching(/\w/),
      });
    },
  );

  test('names a current folder that is gone', () => {
    expect(asKnownFailure(systemError('ENOENT', 'uv_cwd'))).toMatchObject({
      code: 'START_FAILED',
      detail: 'the current folder is gone',
    });
  });

  test.each([
    ['an error of ours', new ProxError('NOT_RUNNING')],
    ['a bug', new TypeError('x is not a function')],
    ['a file that should be there', systemError('ENOENT', 'open')],
    ['no error at all', 'thrown text'],
  ])('leaves %s as it is', (_, error) => {
    expect(asKnownFailure(error)).toBe(error);
  });
});
