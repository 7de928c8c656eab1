import {link, mkdir, readFile, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {hasCode} from '../../core/errors.ts';
import {
  readPrivateFile,
  writeBeside,
  writePrivateFile,
  type PrivateFile,
} from '../../os/private-file.ts';
import {parseAuthority, type Authority} from './authority.ts';
import {unusable} from './certificate-error.ts';
import {isWithin} from './host-names.ts';

const SHARED_DOMAIN = 'localhost';
const REGENERATE = 'Make a new one: prox certs --regenerate';

export interface AuthorityPaths {
  readonly dir: string;
  /** What the CA is constrained to. */
  readonly domain: string;
  /** For everybody: the certificate. */
  readonly certificate: string;
  /** For prox alone: the key and the certificate, so that no kill can leave a pair that does not fit. */
  readonly key: string;
}

/** One CA serves all projects below `localhost`; any other domain has one of its own. */
export function authorityPaths(dir: string, domain: string): AuthorityPaths {
  const isShared = isWithin(domain, SHARED_DOMAIN);
  const stem = join(dir, isShared ? 'ca' : `ca-${domain}`);
  const constrainedTo = isShared ? SHARED_DOMAIN : domain;
  return {dir, domain: constrainedTo, certificate: `${stem}.pem`, key: `${stem}.key`};
}

/** Makes the folder. @throws ProxError CERTIFICATE_INVALID when others could put a key into it */
export async function prepareFolder(dir: string): Promise<void> {
  await mkdir(dir, {recursive: true, mode: 0o700});
  const {uid, mode} = await stat(dir);
  if (uid !== process.getuid?.()) {
    throw unusable(dir, 'it belongs to another user', 'Name a folder of your own in certs.dir.');
  }
  if ((mode & 0o022) !== 0) {
    throw unusable(dir, 'other users may write to it', `Close it: chmod 700 ${dir}`);
  }
}

/**
 * Undefined when there is none. @throws ProxError CERTIFICATE_INVALID when others could have read or put
 * the key there, or the file holds no CA
 */
export async function readAuthority(paths: AuthorityPaths): Promise<Authority | undefined> {
  const file = await openKey(paths.key);
  if (file === undefined) return undefined;
  const {stats, text} = file;
  if (!stats.isFile()) throw unusable(paths.key, 'it is not a regular file', REGENERATE);
  if (stats.uid !== process.getuid?.()) {
    throw unusable(paths.key, 'it belongs to another user', REGENERATE);
  }
  if ((stats.mode & 0o077) !== 0) {
    throw unusable(paths.key, 'other users may read it', `Close it: chmod 600 ${paths.key}`);
  }
  const parsed = parseAuthority(text, text);
  if (parsed === undefined) {
    throw unusable(paths.key, 'it does not hold a CA and its key', REGENERATE);
  }
  return {...parsed, source: 'prox', file: paths.certificate};
}

async function openKey(path: string): Promise<PrivateFile | undefined> {
  try {
    return await readPrivateFile(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    if (hasCode(error, 'ELOOP')) throw unusable(path, 'it is a symbolic link', REGENERATE);
    throw error;
  }
}

/** Keeps a new CA unless another prox was faster: whoever comes first wins. Tells who it was. */
export async function keepFirst(paths: AuthorityPaths, pem: string): Promise<'we' | 'another'> {
  const temporary = await writeBeside(paths.key, pem);
  try {
    await link(temporary, paths.key);
    return 'we';
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    return 'another';
  } finally {
    await rm(temporary, {force: true});
  }
}

/** Takes a CA out of use. */
export async function removeAuthority({key, certificate}: AuthorityPaths): Promise<void> {
  await rm(key, {force: true});
  await rm(certificate, {force: true});
}

/** Writes the certificate for everybody, unless it is there already. */
export async function publish({certificate, file}: Authority): Promise<void> {
  const pem = certificate.toString();
  if ((await readOr(file, '')) !== pem) await writePrivateFile(file, pem);
}

async function readOr(path: string, otherwise: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return otherwise;
    throw error;
  }
}
