import {constants, open, stat} from 'node:fs/promises';
import type {FileHandle} from 'node:fs/promises';
import {join} from 'node:path';
import {hasCode} from '../core/errors.ts';
import {shellWord} from '../core/shell-text.ts';

/** Why a config file was not read, in words. */
interface Refusal {
  readonly message: string;
  readonly hint?: string;
}

type ReadResult = {readonly source: string} | {readonly refusal: Refusal};

const MAX_BYTES = 1024 ** 2;
const WRITABLE_BY_OTHERS = 0o002;
/** Else opening a named pipe would wait for its writer. Not defined on Windows. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** prox.yaml, else prox.yml in `dir`; undefined when neither is a file. Does not walk up. */
export async function findConfig(dir: string): Promise<string | undefined> {
  for (const name of ['prox.yaml', 'prox.yml']) {
    const file = join(dir, name);
    if (await isFile(file)) return file;
  }
  return undefined;
}

/** The text of a config file without its byte order mark (docs/reference/config.md, "How it is read"). */
export async function readConfigFile(file: string): Promise<ReadResult> {
  try {
    const handle = await open(file, OPEN_FLAGS);
    try {
      return await readChecked(file, handle);
    } finally {
      await handle.close();
    }
  } catch (error) {
    return {refusal: openRefusal(error)};
  }
}

async function readChecked(file: string, handle: FileHandle): Promise<ReadResult> {
  const stats = await handle.stat();
  if (stats.isDirectory()) return refuse('this is a directory', 'name the file inside it');
  if (!stats.isFile()) return refuse('this is not a regular file');
  if (process.platform !== 'win32' && (stats.mode & WRITABLE_BY_OTHERS) !== 0) {
    const why = 'every user of this machine may write this file, and its commands run as you';
    return refuse(why, `run \`chmod o-w ${shellWord(file)}\``);
  }
  if (stats.size > MAX_BYTES) return refuse('the file is larger than 1 MB');
  return decode(await handle.readFile());
}

function decode(bytes: Buffer): ReadResult {
  try {
    return {source: new TextDecoder('utf-8', {fatal: true}).decode(bytes)};
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse('the file is not UTF-8 text', 'save it with the encoding UTF-8');
  }
}

function openRefusal(error: unknown): Refusal {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return {message: 'no such file'};
  if (hasCode(error, 'EACCES', 'EPERM')) return {message: 'the file may not be read by you'};
  if (!hasCode(error, 'EISDIR', 'ELOOP', 'ENAMETOOLONG', 'EIO', 'ENXIO', 'ERR_INVALID_ARG_VALUE')) {
    throw error;
  }
  return {message: `the file cannot be read: ${error instanceof Error ? error.message : ''}`};
}

function refuse(message: string, hint?: string): ReadResult {
  return {refusal: hint === undefined ? {message} : {message, hint}};
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return false;
    throw error;
  }
}
