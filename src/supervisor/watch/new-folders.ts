import type {Dirent} from 'node:fs';
import {readdir} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import type {FSWatcher} from 'chokidar';
import type {Clock, Timer} from '../../core/clock.ts';

/** How long after a folder came it is looked at again. */
const LOOKS_MS = [100, 1000] as const;

export interface NewFoldersOptions {
  readonly watcher: FSWatcher;
  readonly clock: Clock;
  /** Folders within new ones count too, however deep. */
  readonly isDeep: boolean;
}

/**
 * Finds what comes into a new folder while chokidar has read it already and does not watch it yet: of that it
 * never tells by itself.
 */
export class NewFolders {
  readonly #options: NewFoldersOptions;
  /** What chokidar has told of each folder that is still new. */
  readonly #told = new Map<string, Set<string>>();
  readonly #timers = new Set<Timer>();

  constructor(options: NewFoldersOptions) {
    this.#options = options;
    options.watcher.on('add', path => this.#note(path));
    options.watcher.on('addDir', path => {
      this.#note(path);
      this.#lookAgain(path);
    });
  }

  close(): void {
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #note(path: string): void {
    this.#told.get(dirname(path))?.add(basename(path));
  }

  #lookAgain(folder: string): void {
    if (this.#told.has(folder)) return;
    this.#told.set(folder, new Set());
    for (const ms of LOOKS_MS) {
      const timer = this.#options.clock.after(ms, () => {
        this.#timers.delete(timer);
        void this.#addMissing(folder, ms === LOOKS_MS.at(-1));
      });
      this.#timers.add(timer);
    }
  }

  async #addMissing(folder: string, isLast: boolean): Promise<void> {
    const {watcher, isDeep} = this.#options;
    const entries = await readdir(folder, {withFileTypes: true}).catch((): Dirent[] => []); // it is gone
    const told = this.#told.get(folder);
    if (isLast) this.#told.delete(folder);
    if (told === undefined || watcher.closed) return;
    const missing = entries.filter(
      entry => !told.has(entry.name) && (isDeep || !entry.isDirectory()),
    );
    watcher.add(missing.map(({name}) => join(folder, name)));
  }
}
