import {randomBytes} from 'node:crypto';
import {closeSync, constants, fstatSync, openSync, readFileSync, type Stats} from 'node:fs';
import {link, mkdir, rm} from 'node:fs/promises';
import {dirname, isAbsolute, join} from 'node:path';
import {hasCode, ProxError} from '../core/errors.ts';
import {writeBeside, writePrivateFile} from '../os/private-file.ts';

const TOKEN = /^[\x21-\x7e]{32,128}$/;
const MAX_FILE_BYTES = 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/** `~/.prox/token`. @throws ProxError TOKEN_INVALID when HOME is no absolute path */
export function tokenPath(env: Environment): string {
  const home = env['HOME'];
  if (home !== undefined && isAbsolute(home)) return join(home, '.prox', 'token');
  const fault = home ? `is no absolute path: '${home}'` : 'is not set';
  throw new ProxError('TOKEN_INVALID', {
    detail: `HOME ${fault}, so there is no place to keep it`,
    hint: 'Set HOME, or give the token in PROX_TOKEN.',
  });
}

/** `PROX_TOKEN`, when it is set. @throws ProxError TOKEN_INVALID */
export function tokenFromEnv(env: Environment): string | undefined {
  const token = env['PROX_TOKEN'];
  if (token === undefined || token === '') return undefined;
  if (TOKEN.test(token)) return token;
  throw new ProxError('TOKEN_INVALID', {
    detail: `PROX_TOKEN must be 32 to 128 printable ASCII characters, it has ${token.length}`,
    hint: 'Set it to what `prox token` prints, or unset it.',
  });
}

/** The token of this user, made on first need. @throws ProxError TOKEN_INVALID */
export async function ensureToken(path: string): Promise<string> {
  const existing = readToken(path);
  if (existing !== undefined) return existing;
  await inFolderOf(path, async () => {
    const temporary = await writeBeside(path, `${newToken()}\n`);
    try {
      // A link, not a rename: whoever comes first wins and the others read what it made.
      await link(temporary, path);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    } finally {
      await rm(temporary, {force: true});
    }
  });
  const token = readToken(path);
  if (token === undefined) throw unusable(path, 'it vanished', 'Run `prox token` again.');
  return token;
}

/** A new token in place of the old one, or of whatever else is there. @throws ProxError TOKEN_INVALID */
export async function rotateToken(path: string): Promise<string> {
  const token = newToken();
  await inFolderOf(path, async () => writePrivateFile(path, `${token}\n`));
  return token;
}

/** Makes the folder first, but not the home that it is in. @throws ProxError TOKEN_INVALID */
async function inFolderOf(path: string, write: () => Promise<void>): Promise<void> {
  const folder = dirname(path);
  try {
    await mkdir(folder, {mode: 0o700}).catch((error: unknown) => {
      if (!hasCode(error, 'EEXIST')) throw error;
    });
    await write();
  } catch (error) {
    throw unusable(path, reasonOf(error), `See: ls -ld ${dirname(folder)} ${folder} ${path}`);
  }
}

/**
 * Undefined when there is no file. Never waits, so that it can be asked in the middle of a request.
 * @throws ProxError TOKEN_INVALID when others could have read it
 */
export function readToken(path: string): string | undefined {
  const file = openToken(path);
  if (file === undefined) return undefined;
  const {stats, text} = file;
  const replace = 'Make a new one: prox token --rotate';
  if (!stats.isFile()) throw unusable(path, 'it is not a regular file', `Remove it: rm -r ${path}`);
  if (stats.uid !== process.getuid?.()) throw unusable(path, 'it belongs to another user', replace);
  if ((stats.mode & 0o077) !== 0) {
    const reason = 'other users may read it';
    throw unusable(
      path,
      reason,
      `If nobody did, close it: chmod 600 ${path}; else: prox token --rotate`,
    );
  }
  const token = text.trim();
  if (!TOKEN.test(token)) {
    throw unusable(path, 'it must hold 32 to 128 printable ASCII characters', replace);
  }
  return token;
}

interface TokenFile {
  readonly stats: Stats;
  readonly text: string;
}

/** Follows no symbolic link and waits for no FIFO. */
function openToken(path: string): TokenFile | undefined {
  try {
    return readWhole(
      openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
    );
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (hasCode(error, 'ELOOP')) {
      throw unusable(path, 'it is a symbolic link', 'Replace it: prox token --rotate');
    }
    throw unusable(path, reasonOf(error), `See: ls -l ${path}`);
  }
}

function readWhole(file: number): TokenFile {
  try {
    const stats = fstatSync(file);
    const isReadable = stats.isFile() && stats.size <= MAX_FILE_BYTES;
    return {stats, text: isReadable ? readFileSync(file, 'utf8') : ''};
  } finally {
    closeSync(file);
  }
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unusable(path: string, reason: string, hint: string): ProxError {
  return new ProxError('TOKEN_INVALID', {detail: `${path}: ${reason}`, hint});
}
