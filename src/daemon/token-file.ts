import {randomBytes} from 'node:crypto';
import {link, mkdir, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {hasCode, ProxError} from '../core/errors.ts';
import {readPrivateFile, writeBeside, type PrivateFile} from '../os/private-file.ts';

const TOKEN = /^[\x21-\x7e]{32,128}$/;

type Environment = Readonly<Record<string, string | undefined>>;

/** `~/.prox/token`. @throws ProxError TOKEN_INVALID when there is no home folder */
export function tokenPath(env: Environment): string {
  const home = env['HOME'];
  if (home === undefined || home === '') {
    throw new ProxError('TOKEN_INVALID', {
      detail: 'HOME is not set, so there is no place to keep it',
      hint: 'Set HOME, or give the token in PROX_TOKEN.',
    });
  }
  return join(home, '.prox', 'token');
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
  const existing = await readToken(path);
  if (existing !== undefined) return existing;
  await mkdir(dirname(path), {recursive: true, mode: 0o700});
  const temporary = await writeBeside(path, `${randomBytes(32).toString('base64url')}\n`);
  try {
    // A link, not a rename: whoever comes first wins and the others read what it made.
    await link(temporary, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await rm(temporary, {force: true});
  }
  const token = await readToken(path);
  if (token === undefined) throw unusable(path, 'it vanished', `Run \`prox token\` again.`);
  return token;
}

/** Undefined when there is no file. @throws ProxError TOKEN_INVALID when others could have read it */
export async function readToken(path: string): Promise<string | undefined> {
  const file = await openToken(path);
  if (file === undefined) return undefined;
  const {stats, text} = file;
  const remove = `Remove it, the next \`prox up\` makes a new one: rm ${path}`;
  if (!stats.isFile()) throw unusable(path, 'it is not a regular file', remove);
  if (stats.uid !== process.getuid?.()) throw unusable(path, 'it belongs to another user', remove);
  if ((stats.mode & 0o077) !== 0) {
    throw unusable(path, 'other users may read it', `Close it: chmod 600 ${path}`);
  }
  const token = text.trim();
  if (!TOKEN.test(token)) {
    throw unusable(path, 'it must hold 32 to 128 printable ASCII characters', remove);
  }
  return token;
}

async function openToken(path: string): Promise<PrivateFile | undefined> {
  try {
    return await readPrivateFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (hasCode(error, 'ELOOP')) {
      throw unusable(path, 'it is a symbolic link', `Remove it: rm ${path}`);
    }
    throw unusable(
      path,
      error instanceof Error ? error.message : String(error),
      `See: ls -l ${path}`,
    );
  }
}

function unusable(path: string, reason: string, hint: string): ProxError {
  return new ProxError('TOKEN_INVALID', {detail: `${path}: ${reason}`, hint});
}
