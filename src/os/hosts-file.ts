import type {Stats} from 'node:fs';
import {open, readFile, realpath, rename, rm, stat} from 'node:fs/promises';
import {hasCode, ProxError} from '../core/errors.ts';
import {writeBeside} from './private-file.ts';

export const HOSTS_FILE = '/etc/hosts';

/** Bytes as they are, whatever their encoding. */
const ENCODING = 'latin1';

export interface HostsChange {
  readonly path: string;
  readonly change: (text: string) => string;
  /** What a user without the rights may run instead. */
  readonly commandAsRoot: string;
}

/**
 * Replaces the text, if it differs, and says whether it did. Owner and mode stay, a link is followed. A kill
 * at any moment leaves the old text or the new one, where the folder lets a file be put beside it.
 * @throws ProxError HOSTS_FILE
 */
export async function changeHostsFile({
  path,
  change,
  commandAsRoot,
}: HostsChange): Promise<boolean> {
  try {
    const target = await realpath(path);
    const before = await readFile(target, ENCODING);
    const after = change(before);
    if (after === before) return false;
    const bytes = Buffer.from(after, ENCODING);
    if (!(await replace(target, bytes))) await overwrite(target, bytes);
    return true;
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    const isForRoot = hasCode(error, 'EACCES', 'EPERM');
    throw new ProxError('HOSTS_FILE', {
      detail: isForRoot ? `you may not write ${path}` : error.message,
      ...(isForRoot && {hint: `Run it as root:\n${commandAsRoot}`}),
      cause: error,
    });
  }
}

/** Whether the file could be replaced as a whole, by one with the same owner and mode. */
async function replace(target: string, bytes: Uint8Array): Promise<boolean> {
  const stats = await stat(target);
  if (stats.nlink > 1) return false; // the other names of the file would keep the old text
  let temporary: string | undefined;
  try {
    temporary = await writeBeside(target, bytes);
    await adopt(temporary, stats);
    await rename(temporary, target);
    return true;
  } catch (error) {
    if (temporary !== undefined) await rm(temporary, {force: true});
    // EBUSY: in a container the file is mounted by itself.
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV')) return false;
    throw error;
  }
}

async function adopt(path: string, {uid, gid, mode}: Stats): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.chown(uid, gid);
    await file.chmod(mode & 0o7777);
  } finally {
    await file.close();
  }
}

async function overwrite(target: string, bytes: Uint8Array): Promise<void> {
  const file = await open(target, 'r+');
  try {
    await file.writeFile(bytes);
    await file.truncate(bytes.length);
    await file.sync();
  } finally {
    await file.close();
  }
}
