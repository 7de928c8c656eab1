import {mkdir, readdir, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {hasCode} from '../../core/errors.ts';
import {readPrivateFile, writePrivateFile} from '../../os/private-file.ts';
import {parseLeaf, type Leaf} from './leaf.ts';

const EXTENSION = '.pem';
/** A flood of names must not fill the disk. */
const MAX_FILES = 500;

/**
 * Certificates that outlive prox, one file per host name. It is a cache: what cannot be read is not
 * there, and what cannot be written is made again after the next start.
 */
export class LeafFolder {
  readonly #folder: string;

  constructor(certsDir: string) {
    this.#folder = join(certsDir, 'leaves');
  }

  /** Undefined unless the file is whole, and was nobody else's to read. */
  async read(name: string): Promise<Leaf | undefined> {
    const file = this.#path(name);
    try {
      const {text, stats} = await readPrivateFile(file);
      const isPrivate = stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0;
      return isPrivate ? parseLeaf(text, file) : undefined;
    } catch (error) {
      if (isOfSystem(error)) return undefined;
      throw error;
    }
  }

  /** Replaces the file of that name and drops the oldest ones. Tells its path when that worked. */
  async keep(name: string, pem: string): Promise<string | undefined> {
    const file = this.#path(name);
    try {
      await mkdir(this.#folder, {recursive: true, mode: 0o700});
      await writePrivateFile(file, pem);
      await this.#dropOldest();
      return file;
    } catch (error) {
      if (isOfSystem(error)) return undefined;
      throw error;
    }
  }

  async readAll(): Promise<readonly Leaf[]> {
    const names = (await this.#files()).filter(file => file.endsWith(EXTENSION)).toSorted();
    const leaves = names.map(async file => this.read(file.slice(0, -EXTENSION.length)));
    return (await Promise.all(leaves)).flatMap(leaf => leaf ?? []);
  }

  async clear(): Promise<void> {
    await rm(this.#folder, {recursive: true, force: true});
  }

  #path(name: string): string {
    return join(this.#folder, `${name}${EXTENSION}`);
  }

  async #files(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      if (isOfSystem(error)) return [];
      throw error;
    }
  }

  async #dropOldest(): Promise<void> {
    const files = await this.#files();
    if (files.length <= MAX_FILES) return;
    const paths = files.map(file => join(this.#folder, file));
    const aged = await Promise.all(paths.map(async path => ({path, time: await timeOf(path)})));
    const oldest = aged.toSorted((a, b) => a.time - b.time).slice(0, files.length - MAX_FILES);
    await Promise.all(oldest.map(async ({path}) => rm(path, {force: true})));
  }
}

/** When it was written, in ms; 0 when another prox has dropped it meanwhile. */
async function timeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 0;
    throw error;
  }
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
