import {closeSync, openSync} from 'node:fs';
import {access, constants, stat} from 'node:fs/promises';
import path from 'node:path';
import {hasCode, ProxError} from '../core/errors.ts';
import type {ChildCommand} from './child.ts';

export function commandLine(cmd: ChildCommand['cmd']): [file: string, args: readonly string[]] {
  if (typeof cmd === 'string') return ['sh', ['-c', cmd]];
  const [file = '', ...args] = cmd;
  return [file, args];
}

/** Node reports a missing directory as if the command were missing. @throws ProxError SPAWN_FAILED */
export async function assertDirectory(cwd: string): Promise<void> {
  const isDirectory = await stat(cwd).then(
    stats => stats.isDirectory(),
    () => false,
  );
  if (!isDirectory) {
    throw new ProxError('SPAWN_FAILED', {detail: `the working directory ${cwd} does not exist`});
  }
}

/** Where `execvp` looks when PATH is not set. */
const DEFAULT_PATH = '/bin:/usr/bin';

/** For who starts `file` in a way that does not tell. @throws ProxError SPAWN_FAILED */
export async function assertExecutable(file: string, {cwd, env}: ChildCommand): Promise<void> {
  const folders = file.includes('/') ? [''] : (env['PATH'] ?? DEFAULT_PATH).split(path.delimiter);
  let isThere = false;
  for (const folder of file === '' ? [] : folders) {
    const candidate = path.resolve(cwd, folder, file);
    if (await isExecutable(candidate)) return;
    isThere ||= await exists(candidate);
  }
  const detail = isThere ? `not executable: ${file}` : `command not found: ${file}`;
  throw new ProxError('SPAWN_FAILED', {detail});
}

async function isExecutable(candidate: string): Promise<boolean> {
  const isAllowed = await access(candidate, constants.X_OK).then(
    () => true,
    () => false,
  );
  return isAllowed && (await stat(candidate)).isFile();
}

async function exists(candidate: string): Promise<boolean> {
  return access(candidate).then(
    () => true,
    () => false,
  );
}

/** What Node needs for a spawn, and some more. */
const SPAWN_FDS = 4;

/**
 * When Node has no descriptor left for a spawn, its child has no `stdio`, execa throws a TypeError, and
 * the child's `error` event has no listener: it would be the end of prox.
 * Closes `held`, which was opened for the child, when there are too few.
 * @throws ProxError SPAWN_FAILED
 */
export function assertFreeDescriptors(...held: readonly number[]): void {
  const fds: number[] = [];
  try {
    while (fds.length < SPAWN_FDS) fds.push(openSync('/dev/null', 'r'));
  } catch (error) {
    fds.push(...held);
    throw new ProxError('SPAWN_FAILED', {detail: describeFailure(error, ''), cause: error});
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}

/** Why `file` could not be started. */
export function describeFailure(cause: unknown, file: string): string {
  if (hasCode(cause, 'ENOENT')) return `command not found: ${file}`;
  if (hasCode(cause, 'EACCES')) return `not executable: ${file}`;
  if (hasCode(cause, 'E2BIG')) return 'the command line and environment are too long';
  if (hasCode(cause, 'EMFILE', 'ENFILE')) return 'too many open files (see `ulimit -n`)';
  if (hasCode(cause, 'EAGAIN')) return 'too many processes (see `ulimit -u`)';
  return cause instanceof Error ? cause.message : String(cause);
}
