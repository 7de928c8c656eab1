import {readFile} from 'node:fs/promises';
import {hasCode} from '../../core/errors.ts';

/** Undefined when there is no such file, or it is not for us. */
export async function readFound(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR')) return undefined;
    throw error;
  }
}
