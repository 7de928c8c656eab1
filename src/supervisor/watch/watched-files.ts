import {relative} from 'node:path';
import type {WatchConfig} from '../../config/config.ts';
import type {Clock} from '../../core/clock.ts';
import {hasCode} from '../../core/errors.ts';
import type {FileChange} from './collected-changes.ts';
import {FileWatcher} from './file-watcher.ts';
import {ignoreRule, parseWatchPath, type WatchPath} from './watch-paths.ts';

export interface WatchedFilesOptions {
  readonly config: Pick<WatchConfig, 'paths' | 'ignore'>;
  readonly projectDir: string;
  readonly clock: Clock;
  /** Epoch ms: what has changed since counts. */
  readonly sinceMs: number;
  readonly say: (text: string) => void;
  readonly onChange: (change: FileChange) => void;
}

const POLL_MS = 1000;

/** How to raise the limit that a refusal of the system speaks of (inotify(7)). */
const LIMITS: Readonly<Record<string, string>> = {
  ENOSPC: 'sudo sysctl fs.inotify.max_user_watches=1048576',
  EMFILE: 'sudo sysctl fs.inotify.max_user_instances=1024',
};

/** All that one process watches. Where the system refuses to watch so much, it is polled. */
export class WatchedFiles {
  /** Resolves when all that is there has been found. */
  readonly opened: Promise<void>;
  readonly #options: WatchedFilesOptions;
  readonly #paths: readonly WatchPath[];
  readonly #isIgnored: (path: string, base: string) => boolean;
  #watchers: readonly FileWatcher[] = [];
  /** What has changed before has been reported. */
  #sinceMs: number;
  #polling: Promise<void> | undefined;
  #isIncomplete = false;
  #isClosed = false;

  /** @throws Error when a pattern is none. */
  constructor(options: WatchedFilesOptions) {
    const {config, projectDir} = options;
    this.#options = options;
    this.#paths = config.paths.map(path => parseWatchPath(path, projectDir));
    this.#isIgnored = ignoreRule(config.ignore, projectDir);
    this.#sinceMs = options.sinceMs;
    this.opened = this.#open();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#closeWatchers();
  }

  async #open(): Promise<void> {
    const {projectDir, say} = this.#options;
    await this.#watch();
    await this.#polling;
    if (this.#isClosed) return;
    for (const {base, exists} of this.#watchers) {
      if (!exists) say(`watches ${relative(projectDir, base)}, which does not exist yet`);
    }
  }

  async #closeWatchers(): Promise<void> {
    await Promise.all(this.#watchers.map(watcher => watcher.close()));
  }

  async #watch(pollMs?: number): Promise<void> {
    const {clock} = this.#options;
    this.#watchers = this.#paths.map(
      path =>
        new FileWatcher({
          path,
          isIgnored: this.#isIgnored,
          clock,
          pollMs,
          sinceMs: this.#sinceMs,
          onChange: change => this.#report(change),
          onError: error => this.#onError(error),
        }),
    );
    await Promise.all(this.#watchers.map(watcher => watcher.open()));
  }

  #report(change: FileChange): void {
    const {clock, onChange} = this.#options;
    this.#sinceMs = clock.now();
    onChange(change);
  }

  #onError(error: unknown): void {
    const limit = Object.keys(LIMITS).find(code => hasCode(error, code));
    if (limit === undefined || this.#polling) this.#admitGap(error);
    else this.#pollInstead(limit);
  }

  #pollInstead(limit: string): void {
    const remedy = `\`${LIMITS[limit]}\` raises the limit`;
    this.#options.say(`looks at its files every second, as the system watches no more: ${remedy}`);
    void this.#closeWatchers();
    this.#polling = this.#watch(POLL_MS);
  }

  #admitGap(error: unknown): void {
    if (this.#isIncomplete) return;
    this.#isIncomplete = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.say(`may miss changes of its files: ${reason}`);
  }
}
