import {homedir} from 'node:os';
import {join} from 'node:path';

/** `~/` made the home folder: the shell, which usually does this, never sees paths of prox.yaml. */
export function atHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
