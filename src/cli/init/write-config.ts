import {chmod, link, rename, rm} from 'node:fs/promises';
import {hasCode, ProxError} from '../../core/errors.ts';
import {writeBeside} from '../../os/private-file.ts';

/** Like what an editor makes: it goes into the repository. */
const MODE = 0o644;

/**
 * Writes the file as a whole. Without `isForced` whatever is already there stays.
 * @throws ProxError INIT_FAILED
 */
export async function writeConfig(
  file: string,
  text: string,
  {isForced}: {readonly isForced: boolean},
): Promise<void> {
  try {
    const temporary = await writeBeside(file, text);
    try {
      await chmod(temporary, MODE);
      // Unlike a rename, a link never replaces what came there meanwhile.
      await (isForced ? rename(temporary, file) : link(temporary, file));
    } finally {
      await rm(temporary, {force: true});
    }
  } catch (error) {
    if (hasCode(error, 'EEXIST')) throw alreadyThere(file);
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOSPC', 'EISDIR')) throw error;
    const reason = error instanceof Error ? error.message : '';
    throw new ProxError('INIT_FAILED', {detail: `cannot write ${file}: ${reason}`, cause: error});
  }
}

export function alreadyThere(file: string): ProxError {
  return new ProxError('INIT_FAILED', {
    detail: `${file} is already there`,
    hint: 'See what it would be with `prox init --print`; `--force` overwrites it.',
  });
}
