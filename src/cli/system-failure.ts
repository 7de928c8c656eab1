import {ProxError} from '../core/errors.ts';

/** What a system refuses for reasons of its own, and what to do about it. */
const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some disk space.',
  EDQUOT: 'Free some disk space: your quota is used up.',
  EROFS: 'Make the project folder writable.',
  EACCES: 'Check the owner and the mode of the file.',
  EPERM: 'Check the owner and the mode of the file.',
  EISDIR: 'A folder stands where prox keeps a file: remove it.',
  ENOTDIR: 'A file stands where prox keeps a folder: remove it.',
  ELOOP: 'A symbolic link stands where prox keeps a file: remove it.',
  EMFILE: 'Allow more open files: see `ulimit -n`.',
  ENFILE: 'The system has too many open files.',
  EIO: 'Check the disk.',
};

/** A full disk, a folder that cannot be written, … are no bugs: such an error as START_FAILED, else as it is. */
export function asKnownFailure(error: unknown): unknown {
  if (error instanceof ProxError || !(error instanceof Error)) return error;
  if (!('code' in error) || typeof error.code !== 'string') return error;
  if (isLostFolder(error)) {
    const hint = 'Go to another folder, or name the project with --config PATH.';
    return new ProxError('START_FAILED', {
      detail: 'the current folder is gone',
      hint,
      cause: error,
    });
  }
  const hint = HINTS[error.code];
  if (hint === undefined) return error;
  return new ProxError('START_FAILED', {detail: error.message, hint, cause: error});
}

function isLostFolder(error: Error): boolean {
  return 'syscall' in error && error.syscall === 'uv_cwd';
}
