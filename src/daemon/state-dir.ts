import {chmod, lstat, mkdir, readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {hasCode, ProxError} from '../core/errors.ts';
import {writePrivateFile} from '../os/private-file.ts';

const STATE_DIR = '.prox';

export function stateDirOf(projectDir: string): string {
  return join(projectDir, STATE_DIR);
}

/**
 * Makes sure of the project's `.prox` folder (0700, ignored by git) and returns its path.
 * @throws ProxError START_FAILED when it is a symbolic link, no folder, or cannot be made
 */
export async function openStateDir(projectDir: string): Promise<string> {
  const path = stateDirOf(projectDir);
  try {
    await mkdir(path, {mode: 0o700});
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw cannotUse(path, error);
  }
  // A clone may ship `.prox` as a link to somewhere else: nothing may be written through it.
  if (!(await isOwnFolder(path))) {
    throw new ProxError('START_FAILED', {
      detail: `${path} is not a plain folder`,
      hint: `Remove it: rm ${path}`,
    });
  }
  try {
    await chmod(path, 0o700);
    await writePrivateFile(join(path, '.gitignore'), '*\n');
  } catch (error) {
    throw cannotUse(path, error);
  }
  return path;
}

/** What a killed prox was just writing. Those of the lock are left: others may be at it right now. */
const TEMPORARY = /^(?:children\.json|events\.jsonl|prox\.(?:state|pid))\.\d+\.[\da-f]{12}$/;

/** Under the lock only. */
export async function removeTemporaries(stateDir: string): Promise<void> {
  for (const name of await readdir(stateDir)) {
    if (TEMPORARY.test(name)) await rm(join(stateDir, name), {force: true});
  }
}

/** Whether `path` is a folder and not a link to one. */
export async function isOwnFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return false;
    throw error;
  }
}

function cannotUse(path: string, cause: unknown): ProxError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ProxError('START_FAILED', {
    detail: `cannot write to ${path} (${reason})`,
    hint: 'Make the project folder writable, or free some disk space.',
    cause,
  });
}
