import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {App} from '../../src/app/app.ts';
import {CurrentConfig} from '../../src/cli/up/current-config.ts';
import {type Clock, systemClock} from '../../src/core/clock.ts';
import type {EventType, ProxEvent} from '../../src/core/event.ts';
import type {LogEntry} from '../../src/core/log-entry.ts';
import type {ProcessSummary} from '../../src/core/process-report.ts';
import {killMarked, waitUntilNoneMarked} from './marked-processes.ts';
import {MemoryJournal} from './memory-journal.ts';
import {Project, type ProjectOptions} from './project.ts';

let created = 0;

/** `App` in this process on a project of its own. At the end all its processes are gone, or the test fails. */
export class TestApp implements AsyncDisposable {
  readonly app: App;
  readonly project: Project;
  readonly instance: string;
  readonly #end = new AbortController();
  readonly #entries: AsyncIterator<LogEntry>;
  readonly #events: AsyncIterator<ProxEvent>;

  /** Not begun yet: `begin` starts the processes. */
  static async create(options: ProjectOptions & {clock?: Clock} = {}): Promise<TestApp> {
    const project = await Project.create(options);
    const file = join(project.dir, 'prox.yaml');
    const current = new CurrentConfig(config => config);
    const result = await current.read(file);
    if (!result.ok) throw new Error(result.diagnostics.map(({message}) => message).join('\n'));
    created += 1;
    const instance = `test-${process.pid}-${created}`;
    const app = await App.create({
      config: result.config,
      readConfig: async () => current.read(file),
      clock: options.clock ?? systemClock,
      version: '0.0.0',
      instance,
      saveLedger: text => writeFile(join(project.dir, 'children.json'), text),
      journal: new MemoryJournal(),
      isTerminal: false,
      env: {...process.env, HOME: project.dir},
      stateDir: project.dir,
      captureDir: join(project.dir, 'capture'),
    });
    return new TestApp(app, project, instance);
  }

  private constructor(app: App, project: Project, instance: string) {
    this.app = app;
    this.project = project;
    this.instance = instance;
    const {signal} = this.#end;
    this.#entries = flatten(app.followLogs({sinceSeq: 0}, {signal}), ({entries}) => entries);
    this.#events = flatten(app.followEvents({sinceId: 0}, {signal}), ({events}) => events);
  }

  async begin(...names: readonly string[]): Promise<void> {
    await this.app.listen();
    await this.app.begin({...(names.length > 0 && {names}), apiUrl: 'http://127.0.0.1:1'});
  }

  /** The next entry whose line matches; what comes before it is consumed. */
  async line(pattern: RegExp): Promise<LogEntry> {
    for (;;) {
      const {done, value} = await this.#entries.next();
      if (done) throw new Error(`the log ended before a line matched ${pattern}`);
      if (pattern.test(value.line)) return value;
    }
  }

  /** The next event of this type; what comes before it is consumed. */
  async event(type: EventType): Promise<ProxEvent> {
    for (;;) {
      const {done, value} = await this.#events.next();
      if (done) throw new Error(`no ${type} happened`);
      if (value.type === type) return value;
    }
  }

  /** The types of all events so far, oldest first, of one process where it is named. */
  async happened(name?: string): Promise<readonly EventType[]> {
    const {events} = await this.app.events({
      limit: 1000,
      ...(name !== undefined && {process: [name]}),
    });
    return events.map(({type}) => type).toReversed();
  }

  /** Lines of the processes' own output so far. */
  async output(name: string): Promise<string[]> {
    const page = await this.app.logs({
      process: [name],
      stream: ['stdout', 'stderr'],
      lines: 10_000,
    });
    return page.logs.map(({line}) => line);
  }

  async summary(name: string): Promise<ProcessSummary> {
    return this.app.process({name});
  }

  /** Resolves when the process shows this. */
  async until(name: string, isSo: (summary: ProcessSummary) => boolean): Promise<ProcessSummary> {
    const done = new AbortController();
    for await (const {processes} of this.app.followProcesses({}, {signal: done.signal})) {
      const found = processes.find(process => process.name === name);
      if (!found || !isSo(found)) continue;
      done.abort();
      return found;
    }
    throw new Error(`${name} vanished`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.app.killNow();
    await this.app.shutdown({wait: true});
    this.#end.abort();
    const mark = `PROX_INSTANCE=${this.instance}`;
    try {
      await waitUntilNoneMarked(mark);
    } finally {
      // What a fault of prox has left must not outlive the test that finds it.
      await killMarked(mark);
      await this.project[Symbol.asyncDispose]();
    }
  }
}

async function* flatten<Batch, Item>(
  batches: AsyncIterable<Batch>,
  itemsOf: (batch: Batch) => readonly Item[],
): AsyncGenerator<Item> {
  for await (const batch of batches) yield* itemsOf(batch);
}
