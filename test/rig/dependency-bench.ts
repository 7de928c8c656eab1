import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {DependencyConfig} from '../../src/config/config.ts';
import type {Clock} from '../../src/core/clock.ts';
import type {EventReport} from '../../src/core/event.ts';
import type {LogEntry} from '../../src/core/log-entry.ts';
import {ProcessTable} from '../../src/os/process-table.ts';
import {LogStore} from '../../src/supervisor/log-store.ts';
import {OutsideDependency} from '../../src/supervisor/outside-dependency.ts';
import {PipeMaker} from '../../src/supervisor/pipe-maker.ts';
import type {DependencyView} from '../../src/supervisor/process-view.ts';
import {FakeClock} from './fake-clock.ts';
import {waitUntilNoneMarked} from './marked-processes.ts';

const LIMITS = {maxLines: 1000, maxBytes: 100_000, maxLineBytes: 1000};
let created = 0;

export interface BenchOptions<C extends Clock> {
  readonly config: Partial<DependencyConfig> & Pick<DependencyConfig, 'check'>;
  readonly clock: C;
  readonly env?: () => Promise<Record<string, string>>;
}

/** The dependency `db` alone. At the end no check of it is left, or the test fails. */
export class DependencyBench<C extends Clock> implements AsyncDisposable {
  readonly dir: string;
  readonly clock: C;
  readonly instance: string;
  readonly config: DependencyConfig;
  readonly dependency: OutsideDependency;
  readonly warnings: string[] = [];
  readonly events: EventReport[] = [];
  readonly #log: LogStore;
  readonly #end = new AbortController();
  readonly #lines: AsyncIterator<LogEntry>;
  #waiters: (() => void)[] = [];

  static async create<C extends Clock>(options: BenchOptions<C>): Promise<DependencyBench<C>> {
    return new DependencyBench(await mkdtemp(join(tmpdir(), 'prox-dependency-')), options);
  }

  private constructor(dir: string, {config, clock, env}: BenchOptions<C>) {
    created += 1;
    this.dir = dir;
    this.clock = clock;
    this.instance = `dependency-${process.pid}-${created}`;
    this.config = {...DEFAULTS, cwd: dir, ...config};
    this.#log = new LogStore({clock, limits: LIMITS, processes: ['db']});
    this.dependency = new OutsideDependency({
      config: this.config,
      host: {
        instance: this.instance,
        clock,
        log: this.#log,
        table: new ProcessTable(),
        pipes: new PipeMaker(clock),
        maxLineBytes: LIMITS.maxLineBytes,
        report: event => this.events.push(event),
      },
      env: env ?? (async () => ({PATH: process.env['PATH'] ?? ''})),
      outputFile: this.outputFile,
      onChange: () => {
        for (const wake of this.#waiters.splice(0)) wake();
      },
      warn: text => this.warnings.push(text),
    });
    this.#lines = flatten(this.#log.follow({sinceSeq: 0}, this.#end.signal));
  }

  get outputFile(): string {
    return join(this.dir, 'db.log');
  }

  get status(): string {
    return this.dependency.view.state.status;
  }

  /** Why it is crashed; undefined when it is not. */
  get reason(): string | undefined {
    const {state} = this.dependency.view;
    return state.status === 'crashed' ? state.reason : undefined;
  }

  /** The next line that matches; what comes before it is consumed. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const {done, value} = await this.#lines.next();
      if (done) throw new Error(`the log ended before a line matched ${pattern}`);
      if (pattern.test(value.line)) return value.line;
    }
  }

  /** All lines so far that match. */
  async said(pattern: string): Promise<readonly string[]> {
    const {logs} = await this.#log.query({pattern});
    return logs.map(({line}) => line);
  }

  async until(isSo: (view: DependencyView) => boolean): Promise<void> {
    while (!isSo(this.dependency.view)) {
      await new Promise<void>(resolve => this.#waiters.push(resolve));
    }
  }

  /** The lines of a file in the folder in which the commands run. */
  async linesOf(file: string): Promise<readonly string[]> {
    return (await readFile(join(this.dir, file), 'utf8')).trimEnd().split('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dependency.close();
    this.#end.abort();
    await waitUntilNoneMarked(`PROX_INSTANCE=${this.instance}`);
    if (this.clock instanceof FakeClock && this.clock.armed.length > 0) {
      throw new Error(`timers are left: ${this.clock.armed.join(', ')}`);
    }
    await rm(this.dir, {recursive: true, force: true});
  }
}

/** Waits for the pause before the next check, and ends it. */
export async function passPause(clock: FakeClock, ms: number): Promise<void> {
  await clock.timerArmed(ms);
  clock.advance(ms);
}

const DEFAULTS = {
  kind: 'dependency',
  name: 'db',
  timeoutMs: 30_000,
  intervalMs: 700,
  start: undefined,
  onFailure: 'fail',
  envFiles: [],
} as const satisfies Omit<DependencyConfig, 'check' | 'cwd'>;

async function* flatten(batches: AsyncIterable<{entries: readonly LogEntry[]}>) {
  for await (const {entries} of batches) yield* entries;
}
