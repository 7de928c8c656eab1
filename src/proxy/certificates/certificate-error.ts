import {ProxError} from '../../core/errors.ts';

/** @returns ProxError CERTIFICATE_INVALID that names the path and what is wrong with it. */
export function unusable(path: string, reason: string, hint: string): ProxError {
  return new ProxError('CERTIFICATE_INVALID', {detail: `${path}: ${reason}`, hint});
}

/** A failure of the file system within `work` becomes one of `path`; the rest surfaces as it is. */
export async function blaming<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isOfSystem = error instanceof Error && 'syscall' in error;
    throw isOfSystem ? unusable(path, error.message, `See: ls -ld ${path}`) : error;
  }
}
