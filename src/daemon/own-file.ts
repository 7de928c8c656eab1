import {hasCode, ProxError} from '../core/errors.ts';
import {readPrivateFile} from '../os/private-file.ts';

/**
 * The text of a file that prox keeps for itself: undefined when it is not there, empty when it is none
 * that we wrote, such as a link or one larger than `maxBytes` (default 1 MB).
 * @throws ProxError UNREACHABLE when it is the file of another user's prox
 */
export async function readOwnFile(path: string, maxBytes?: number): Promise<string | undefined> {
  try {
    return (await readPrivateFile(path, maxBytes)).text;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    if (hasCode(error, 'ELOOP', 'ENXIO')) return '';
    if (!hasCode(error, 'EACCES')) throw error;
    const detail = `${path} may not be read by you`;
    throw new ProxError('UNREACHABLE', {detail, hint: `See whose it is: ls -l ${path}`});
  }
}
