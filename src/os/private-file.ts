import {randomBytes} from 'node:crypto';
import {constants, type Stats} from 'node:fs';
import {open, rename, rm} from 'node:fs/promises';

const MAX_BYTES = 1024 * 1024;

export interface PrivateFile {
  readonly text: string;
  readonly stats: Stats;
}

/**
 * The text of a regular file, empty when it is larger than `maxBytes`. Never follows a symbolic link and never waits for a FIFO, for the
 * folder may come from a hostile clone. Failures are system errors: ENOENT, ELOOP, EACCES, …
 */
export async function readPrivateFile(path: string, maxBytes = MAX_BYTES): Promise<PrivateFile> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags);
  try {
    const stats = await file.stat();
    if (!stats.isFile() || stats.size > maxBytes) return {text: '', stats};
    return {text: await file.readFile('utf8'), stats};
  } finally {
    await file.close();
  }
}

/** Replaces `path` as a whole, readable by its owner only: a kill at any moment leaves old or new. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const temporary = await writeBeside(path, text);
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, {force: true});
    throw error;
  }
}

/** Adds to the end of a regular file, which is made if need be, readable by its owner only. Follows no link. */
export async function appendPrivateFile(path: string, text: string): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = await open(path, flags | constants.O_NONBLOCK, 0o600);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}

/** Writes `text` to a new file beside `path`, to be renamed or linked to it; returns its path. */
export async function writeBeside(path: string, text: string | Uint8Array): Promise<string> {
  const temporary = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = await open(temporary, flags, 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(temporary, {force: true});
    throw error;
  } finally {
    await file.close();
  }
  return temporary;
}
