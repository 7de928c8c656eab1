import {existsSync, realpathSync, type Stats} from 'node:fs';
import {join, relative} from 'node:path';
import {type FSWatcher, watch} from 'chokidar';
import type {Clock} from '../../core/clock.ts';
import {hasCode} from '../../core/errors.ts';
import type {ChangeKind, FileChange} from './collected-changes.ts';
import {NewFolders} from './new-folders.ts';
import {type PathEvent, PathSentry} from './path-sentry.ts';
import type {WatchPath} from './watch-paths.ts';

export interface FileWatcherOptions {
  readonly path: WatchPath;
  readonly isIgnored: (path: string, base: string) => boolean;
  readonly clock: Clock;
  /** Look this often instead of being told by the system. */
  readonly pollMs: number | undefined;
  /** Epoch ms: what has changed since counts, also when it was before the first look at it. */
  readonly sinceMs: number;
  readonly onChange: (change: FileChange) => void;
  /** Part of what is there is not watched. */
  readonly onError: (error: unknown) => void;
}

/** A file that is back so soon has changed; that it is gone is told so much later. */
const RETURN_MS = 40;

/** What the files that are found at first mean. */
interface FirstLook {
  readonly sinceMs: number;
  readonly kindOf: (stats: Stats) => ChangeKind;
  /** The base has just come, and may still be filled. */
  readonly isNew: boolean;
}

/**
 * Reports changes of the files at and below one path, through its absence too. Ignored folders are not entered.
 * A symbolic link within the folder counts as a file: what it leads to may be anything, also a loop.
 */
export class FileWatcher {
  readonly #options: FileWatcherOptions;
  readonly #sentry: PathSentry;
  #watcher: FSWatcher | undefined;
  #newFolders: NewFolders | undefined;
  #stopWaiting = (): void => {};
  #closed: Promise<void> | undefined;

  constructor(options: FileWatcherOptions) {
    const {path, clock, pollMs, onError} = options;
    this.#options = options;
    this.#sentry = new PathSentry({
      path: path.base,
      clock,
      pollMs,
      onEvent: event => this.#onBaseEvent(event),
      onError,
    });
  }

  get base(): string {
    return this.#options.path.base;
  }

  get exists(): boolean {
    return this.#sentry.exists;
  }

  /** Resolves when all that is there has been found. */
  async open(): Promise<void> {
    if (this.#closed) return;
    const {sinceMs} = this.#options;
    this.#sentry.start();
    if (!this.exists) return;
    await this.#begin({
      sinceMs,
      kindOf: ({birthtimeMs}) => (birthtimeMs < sinceMs ? 'changed' : 'added'),
      isNew: false,
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    this.#sentry.close();
    return this.#closed;
  }

  #onBaseEvent(event: PathEvent): void {
    void this.#end();
    if (event === 'vanished') this.#options.onChange({path: this.base, kind: 'removed'});
    else void this.#begin({sinceMs: 0, kindOf: () => FOUND[event], isNew: true});
  }

  async #begin({sinceMs, kindOf, isNew}: FirstLook): Promise<void> {
    const root = this.#realPath();
    if (root === undefined || this.#closed) return;
    const watcher = this.#watch(root);
    this.#watcher = watcher;
    const report = (kind: ChangeKind) => (path: string) => {
      this.#options.onChange({path: this.#named(path, root), kind});
    };
    watcher.on('change', report('changed'));
    // A file that is saved by a rename may be called removed when the new one is there.
    watcher.on('unlink', path => report(existsSync(path) ? 'changed' : 'removed')(path));
    let isFirstLook = true;
    watcher.on('add', (path, stats) => {
      if (!isFirstLook) report('added')(path);
      else if (stats && stats.ctimeMs >= sinceMs) report(kindOf(stats))(path);
    });
    if (isNew) this.#lookAgain(watcher);
    await new Promise<void>(resolve => {
      this.#stopWaiting = resolve;
      watcher.once('ready', resolve);
    });
    isFirstLook = false;
    if (!isNew && !watcher.closed) this.#lookAgain(watcher);
  }

  /** At the folders that come from now on. */
  #lookAgain(watcher: FSWatcher): void {
    const {path, clock} = this.#options;
    this.#newFolders = new NewFolders({watcher, clock, isDeep: path.depth === undefined});
  }

  #watch(root: string): FSWatcher {
    const {path, pollMs, onError} = this.#options;
    const watcher = watch(root, {
      ignored: (file, stats) => this.#isIgnored(this.#named(file, root), stats),
      followSymlinks: false,
      ignorePermissionErrors: true,
      atomic: RETURN_MS,
      ...(path.depth !== undefined && {depth: path.depth}),
      ...(pollMs !== undefined && {usePolling: true, interval: pollMs, binaryInterval: pollMs}),
    });
    return watcher.on('error', onError);
  }

  #isIgnored(file: string, stats: Stats | undefined): boolean {
    const {path, isIgnored} = this.#options;
    // The watcher goes up by itself to await a lost path; the sentry does that.
    if (file !== path.base && !file.startsWith(join(path.base, '/'))) return true;
    if (isIgnored(file, path.base)) return true;
    return stats !== undefined && !stats.isDirectory() && !path.includes(file);
  }

  /** As the config says it: `base` may be a link to `root`. */
  #named(path: string, root: string): string {
    return join(this.base, relative(root, path));
  }

  #realPath(): string | undefined {
    try {
      return realpathSync(this.base);
    } catch (error) {
      // Gone again: the sentry says when it is back.
      if (!hasCode(error, 'ENOENT', 'ENOTDIR')) this.#options.onError(error);
      return undefined;
    }
  }

  async #end(): Promise<void> {
    const watcher = this.#watcher;
    this.#watcher = undefined;
    this.#newFolders?.close();
    this.#stopWaiting();
    if (!watcher) return;
    const closed = watcher.close();
    // What it was about to do may still fail, and `close` has taken the listeners away.
    watcher.on('error', () => {});
    await closed;
  }
}

const FOUND = {appeared: 'added', replaced: 'changed'} as const;
