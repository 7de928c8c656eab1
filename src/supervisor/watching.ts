import type {WatchConfig} from '../config/config.ts';
import type {Clock} from '../core/clock.ts';
import {CollectedChanges, describeChanges, type FileChange} from './watch/collected-changes.ts';
import {FlapGuard, MAX_RESTARTS, WINDOW_MS} from './watch/flap-guard.ts';
import type {WatchedFiles} from './watch/watched-files.ts';

export interface WatchingOptions {
  readonly process: string;
  readonly config: WatchConfig;
  readonly projectDir: string;
  readonly clock: Clock;
  /** A line of the log of the process; continues a sentence that begins with its name. */
  readonly say: (text: string) => void;
  /** `reason` is such as `src/a.ts changed and 3 more`. */
  readonly restart: (reason: string) => void;
  /** In place of `restart` where the config says `on_change: signal`. */
  readonly signal: (reason: string) => void;
  /** `pausedReason` is another. */
  readonly onChange: () => void;
}

/**
 * The watcher tells changes of one file at most every 50 ms, and only 40 ms later that a file is gone: so much
 * quiet is needed to be sure that this was the last one, and that a temporary file came and went.
 */
const MIN_QUIET_MS = 100;

/** What a process does with changes of the files it watches (docs/guides/watching.md). */
export class Watching {
  readonly #options: WatchingOptions;
  readonly #collected: CollectedChanges;
  readonly #flapGuard = new FlapGuard();
  #files: Promise<WatchedFiles | undefined> | undefined;
  #pausedReason: string | undefined;

  constructor(options: WatchingOptions) {
    const {clock, config} = options;
    this.#options = options;
    this.#collected = new CollectedChanges({
      clock,
      quietMs: Math.max(config.debounceMs, MIN_QUIET_MS),
      onQuiet: changes => this.#answer(changes),
    });
  }

  /** Why changes do nothing just now, and what makes them count again. */
  get pausedReason(): string | undefined {
    return this.#pausedReason;
  }

  /** Watches in the background: changes count from this call on. Does nothing when it watches already. */
  start(): void {
    this.#files ??= this.#begin(this.#options.clock.now());
  }

  /** Resolves when all that is there has been found: from then on there is a watch on each file. */
  async settled(): Promise<void> {
    const files = await this.#files;
    await files?.opened;
  }

  /** Somebody has started the process by hand: ends a pause. */
  resume(): void {
    this.#flapGuard.forget();
    if (this.#pausedReason === undefined) return;
    this.#pausedReason = undefined;
    this.#options.onChange();
  }

  /** Nothing is called any more after this; `start` begins anew. */
  async close(): Promise<void> {
    const begun = this.#files;
    this.#files = undefined;
    this.#collected.clear();
    const files = await begun;
    await files?.close();
  }

  /** The packages that watch are loaded by those who need them. */
  async #begin(sinceMs: number): Promise<WatchedFiles | undefined> {
    const {config, projectDir, clock, say} = this.#options;
    try {
      const {WatchedFiles} = await import('./watch/watched-files.ts');
      const onChange = (change: FileChange): void => this.#collect(change);
      return new WatchedFiles({config, projectDir, clock, sinceMs, say, onChange});
    } catch (error) {
      say(`cannot watch its files: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  #collect(change: FileChange): void {
    if (this.#files && this.#pausedReason === undefined) this.#collected.add(change);
  }

  #answer(changes: readonly FileChange[]): void {
    const {config, projectDir, clock, say, restart, signal} = this.#options;
    const reason = describeChanges(changes, projectDir);
    if (config.onChange === 'restart') {
      say(`restarts: ${reason}`);
      restart(reason);
    } else {
      say(`is sent SIGHUP: ${reason}`);
      signal(reason);
    }
    if (this.#flapGuard.record(clock.monotonic())) this.#pause(reason);
  }

  #pause(reason: string): void {
    const {process, config, say, onChange} = this.#options;
    const deeds = config.onChange === 'restart' ? 'restarts' : 'signals';
    this.#pausedReason = `${MAX_RESTARTS} ${deeds} within ${WINDOW_MS / 1000} s, the last as ${reason}; \`prox restart ${process}\` resumes it`;
    say(`watches no more: ${this.#pausedReason}`);
    onChange();
  }
}
