import {type FSWatcher, statSync, watch} from 'node:fs';
import {basename, dirname} from 'node:path';
import type {Clock, Timer} from '../../core/clock.ts';
import {hasCode} from '../../core/errors.ts';

export type PathEvent = 'appeared' | 'replaced' | 'vanished';

export interface PathSentryOptions {
  readonly path: string;
  readonly clock: Clock;
  /** Look this often instead of being told by the system. */
  readonly pollMs: number | undefined;
  readonly onEvent: (event: PathEvent) => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Tells when a path begins or ceases to exist, or leads to another file or folder. What watches a folder is
 * blind to this: it holds the folder, not its name. So the folder above is watched, the nearest there is.
 */
export class PathSentry {
  readonly #options: PathSentryOptions;
  #identity: string | undefined;
  #anchor: string | undefined;
  #watcher: FSWatcher | undefined;
  #timer: Timer | undefined;
  #isClosed = false;

  constructor(options: PathSentryOptions) {
    this.#options = options;
  }

  get exists(): boolean {
    return this.#identity !== undefined;
  }

  /** Reports what happens from now on. */
  start(): void {
    this.#keepWatch();
    this.#identity = identify(this.#options.path);
  }

  close(): void {
    this.#isClosed = true;
    this.#watcher?.close();
    this.#timer?.cancel();
  }

  #look(): void {
    const before = this.#identity;
    this.#keepWatch();
    this.#identity = identify(this.#options.path);
    if (this.#isClosed || this.#identity === before) return;
    const event = before === undefined ? 'appeared' : 'replaced';
    this.#options.onEvent(this.#identity === undefined ? 'vanished' : event);
  }

  #keepWatch(): void {
    const {clock, pollMs} = this.#options;
    if (pollMs === undefined) this.#followAnchor();
    else this.#timer = clock.after(pollMs, () => this.#look());
  }

  /** Until the nearest folder is the one that is watched: folders may come while we look. */
  #followAnchor(): void {
    for (let anchor = this.#nearest(); anchor !== this.#anchor; anchor = this.#nearest()) {
      this.#watcher?.close();
      this.#anchor = anchor;
      this.#watch(anchor);
      if (this.#isClosed) return;
    }
  }

  #watch(folder: string): void {
    try {
      this.#watcher = watch(folder, (event, name) => this.#onFolderEvent(event, name));
      this.#watcher.on('error', error => this.#options.onError(error));
    } catch (error) {
      // Gone since it was found: so another one is the nearest now.
      if (hasCode(error, 'ENOENT')) this.#anchor = undefined;
      // A folder that we may not read, such as one above the project, seldom loses what is watched in it.
      else if (!hasCode(error, 'EACCES', 'EPERM')) this.#options.onError(error);
    }
  }

  /** Only what comes, goes or is renamed concerns us; a mere write to a file beside us does not. */
  #onFolderEvent(event: string, name: string | null): void {
    if (event !== 'rename' || this.#isClosed) return;
    // By its own name the folder tells its end; a child of the same name does no harm.
    if (name === null || name === basename(this.#anchor ?? '')) this.#anchor = undefined;
    if (this.#anchor === undefined || name === this.#awaited()) this.#look();
  }

  /** The name in the watched folder that leads to the path. */
  #awaited(): string {
    let path = this.#options.path;
    while (dirname(path) !== this.#anchor && dirname(path) !== path) path = dirname(path);
    return basename(path);
  }

  #nearest(): string {
    let folder = dirname(this.#options.path);
    while (identify(folder) === undefined && dirname(folder) !== folder) folder = dirname(folder);
    return folder;
  }
}

/** The same for the same file or folder: with its birth, as the number of a deleted one is used again. */
function identify(path: string): string | undefined {
  try {
    const stats = statSync(path, {throwIfNoEntry: false});
    return stats && `${stats.dev}:${stats.ino}:${stats.birthtimeMs}`;
  } catch {
    return undefined; // it cannot be reached, for us it is not there
  }
}
