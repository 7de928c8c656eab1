import {constants} from 'node:fs';
import {access, stat} from 'node:fs/promises';
import {hasCode} from '../core/errors.ts';

/** Why the file cannot be read, to follow its name; undefined when it can. */
export async function faultOf(file: string): Promise<string | undefined> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) return 'is a directory';
    if (!stats.isFile()) return 'is not a regular file';
    await access(file, constants.R_OK);
    return undefined;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return 'does not exist';
    return hasCode(error, 'EACCES') ? 'may not be read by you' : 'cannot be read';
  }
}
