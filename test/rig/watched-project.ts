import {join} from 'node:path';
import type {WatchConfig} from '../../src/config/config.ts';
import {systemClock} from '../../src/core/clock.ts';
import {Watching} from '../../src/supervisor/watching.ts';
import {Mailbox} from './mailbox.ts';
import {passTick} from './pass-tick.ts';
import {Project} from './project.ts';
import {soon} from './soon.ts';

export interface WatchedProjectOptions {
  /** Relative to the project. */
  readonly paths: readonly string[];
  /** As they are: names, or absolute. */
  readonly ignore?: readonly string[];
  readonly onChange?: WatchConfig['onChange'];
  /** Path → text. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Real files that a process called `web` watches, without the process. */
export class WatchedProject implements AsyncDisposable {
  readonly project: Project;
  readonly #options: WatchedProjectOptions;
  readonly #watchings: WatchedProcess[] = [];

  /** Not yet watched: see `watch`. */
  static async create(options: WatchedProjectOptions): Promise<WatchedProject> {
    return new WatchedProject(await Project.create({files: options.files ?? {}}), options);
  }

  private constructor(project: Project, options: WatchedProjectOptions) {
    this.project = project;
    this.#options = options;
  }

  get dir(): string {
    return this.project.dir;
  }

  path(name: string): string {
    return join(this.dir, name);
  }

  async write(name: string, text = 'edited'): Promise<void> {
    await this.project.write(name, text);
  }

  /** Begins to watch; everything is found when it resolves. */
  async watch(): Promise<WatchedProcess> {
    this.passTick();
    const watched = this.begin();
    await soon('the end of the first look', watched.watching.settled());
    return watched;
  }

  /** Begins to watch, and does not wait. */
  begin(): WatchedProcess {
    const {paths, ignore = [], onChange = 'restart'} = this.#options;
    const config = {
      paths: paths.map(path => this.path(path)),
      ignore,
      debounceMs: 200,
      onChange,
    };
    const watched = new WatchedProcess(config, this.dir);
    this.#watchings.push(watched);
    watched.watching.start();
    return watched;
  }

  passTick(): void {
    passTick(this.project);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#watchings.map(({watching}) => watching.close()));
    await this.project[Symbol.asyncDispose]();
  }
}

/** What it was told, in order. */
export class WatchedProcess {
  readonly watching: Watching;
  readonly #answers = new Mailbox<string>();
  readonly #lines = new Mailbox<string>();
  readonly #changes = new Mailbox<string | undefined>();

  constructor(config: WatchConfig, projectDir: string) {
    this.watching = new Watching({
      process: 'web',
      config,
      projectDir,
      clock: systemClock,
      say: text => this.#lines.put(`web ${text}`),
      restart: reason => this.#answers.put(`restart: ${reason}`),
      signal: reason => this.#answers.put(`signal: ${reason}`),
      onChange: () => this.#changes.put(this.watching.pausedReason),
    });
  }

  get unreadAnswers(): number {
    return this.#answers.size;
  }

  /** `restart: …` or `signal: …`. */
  answer(): Promise<string> {
    return soon('a restart or signal', this.#answers.next());
  }

  line(): Promise<string> {
    return soon('a line', this.#lines.next());
  }

  /** The reason of the pause at its next change. */
  pause(): Promise<string | undefined> {
    return soon('a change of the pause', this.#changes.next());
  }
}
