import type {Dropped} from '../core/event-bus.ts';
import {type ErrorCode, ProxError} from '../core/errors.ts';
import type {ProcessDetail, ProcessList} from '../core/process-report.ts';
import type {
  FollowOptions,
  NoInput,
  ProcessRef,
  Prox,
  ReadyQuery,
  ReadyReport,
  TerminalInput,
  TerminalSize,
} from '../core/prox.ts';
import type {StartUpReport} from '../core/start-up-report.ts';
import {groupForOne} from '../core/unknown-process.ts';
import type {WhyReport} from '../core/why-report.ts';
import type {MemberView} from '../supervisor/process-view.ts';
import {membersOf} from './group-members.ts';
import {lastingConflicts} from './port-conflicts.ts';
import {toDetail, toSummary, type Surroundings} from './process-report.ts';
import {urlOfProcess} from './proxy-urls.ts';
import {readinessOf} from './readiness.ts';
import {StatsOperations, type StatsParts} from './stats-operations.ts';
import {startUpReport} from './start-up.ts';
import {explainProcess} from './why.ts';

type Operations = Pick<
  Prox,
  | 'processes'
  | 'process'
  | 'followProcesses'
  | 'start'
  | 'stop'
  | 'restart'
  | 'send'
  | 'resize'
  | 'why'
  | 'startUp'
  | 'ready'
>;

/** The operations that are about processes. To change them, the name of a group stands for all its members. */
export class ProcessOperations extends StatsOperations implements Operations {
  readonly #parts: StatsParts;
  /** Monotonic ms. */
  protected beganAt = 0;
  /** What starts with prox has been started, has failed to, or waits. */
  protected hasBegun = false;

  constructor(parts: StatsParts) {
    super(parts);
    this.#parts = parts;
  }

  async processes(): Promise<ProcessList> {
    const views = this.#parts.supervisor.views();
    const surroundingsOf = await this.#lookAround(views);
    return {processes: views.map(view => toSummary(view, surroundingsOf(view)))};
  }

  async process({name}: ProcessRef): Promise<ProcessDetail> {
    this.#assertOne(name);
    const view = this.#parts.supervisor.view(name);
    const surroundingsOf = await this.#lookAround([view]);
    return toDetail(view, surroundingsOf(view));
  }

  followProcesses(_input: NoInput, {signal}: FollowOptions): AsyncIterable<ProcessList> {
    return this.#snapshots(this.#parts.supervisor.changes.subscribe({signal, maxQueued: 1}));
  }

  async start({name}: ProcessRef): Promise<void> {
    const {supervisor} = this.#parts;
    await this.#each(name, {
      moot: 'PROCESS_ALREADY_RUNNING',
      act: async members =>
        Promise.all(this.#unfinished(members).map(async one => outcome(supervisor.start(one)))),
    });
  }

  async stop({name}: ProcessRef): Promise<void> {
    const {supervisor} = this.#parts;
    await this.#each(name, {
      moot: 'PROCESS_NOT_RUNNING',
      act: async members =>
        supervisor.dependentsFirst(members, async one => outcome(supervisor.stop(one))),
    });
  }

  async restart({name}: ProcessRef): Promise<void> {
    const {supervisor} = this.#parts;
    await this.#each(name, {
      moot: undefined,
      act: async members => Promise.all(members.map(async one => outcome(supervisor.restart(one)))),
    });
  }

  async send({name, text}: TerminalInput): Promise<void> {
    this.#assertOne(name);
    this.#parts.supervisor.terminal(name).write(text);
  }

  async resize({name, columns, rows}: TerminalSize): Promise<void> {
    this.#assertOne(name);
    this.#parts.supervisor.terminal(name).resize(columns, rows);
  }

  async why({name}: ProcessRef): Promise<WhyReport> {
    const {supervisor, clock} = this.#parts;
    this.#assertOne(name);
    return explainProcess(name, {supervisor, clock});
  }

  async startUp(): Promise<StartUpReport> {
    const {supervisor, clock} = this.#parts;
    return startUpReport(supervisor.views(), this.beganAt, clock);
  }

  async ready({process: asked}: ReadyQuery): Promise<ReadyReport> {
    const {supervisor} = this.#parts;
    const all = asked?.flatMap(name => this.#membersOf(name) ?? [name]);
    const names = all && [...new Set(all)];
    names?.forEach(name => supervisor.view(name));
    const views = supervisor.views();
    if (supervisor.isDraining) return {ready: false, notReady: names?.length ?? views.length};
    return readinessOf(views, {names, hasBegun: this.hasBegun});
  }

  /** Of a group: those for which it is moot do not count. @throws what `act` met */
  async #each(name: string, {moot, act}: GroupAction): Promise<void> {
    const group = this.#membersOf(name);
    const outcomes = await act(group ?? [name]);
    const isMoot = (error: ProxError): boolean => group !== undefined && error.code === moot;
    const failure = outcomes.find(error => error !== undefined && !isMoot(error));
    if (failure !== undefined) throw failure;
  }

  /** Of several: a task that has done its work is not done again along with others. */
  #unfinished(names: readonly string[]): readonly string[] {
    const {supervisor} = this.#parts;
    const isDone = (name: string): boolean => supervisor.view(name).state.status === 'completed';
    return names.length === 1 ? names : names.filter(name => !isDone(name));
  }

  /** @throws ProxError PROCESS_NOT_FOUND for a group */
  #assertOne(name: string): void {
    const members = this.#membersOf(name);
    if (members !== undefined) throw groupForOne(name, members);
  }

  /** Undefined when it is no group. */
  #membersOf(name: string): readonly string[] | undefined {
    return membersOf(this.#parts.reloader.config, name);
  }

  /** What is around all of them is looked at once. */
  async #lookAround(views: readonly MemberView[]): Promise<(view: MemberView) => Surroundings> {
    const {clock, supervisor, reloader, proxy} = this.#parts;
    const conflicts = await lastingConflicts(views);
    const now = clock.monotonic();
    const routes = proxy?.reports() ?? [];
    const groups = Object.entries(reloader.config.groups);
    return ({config: {name}}) => ({
      now,
      groups: groups.flatMap(([group, members]) => (members.includes(name) ? [group] : [])),
      url: urlOfProcess(routes, name),
      watchPausedReason: supervisor.watchPausedReason(name),
      portConflict: conflicts.get(name),
    });
  }

  async *#snapshots(changes: AsyncIterable<'changed' | Dropped>): AsyncGenerator<ProcessList> {
    yield this.processes();
    for await (const change of changes) if (change === 'changed') yield this.processes();
  }
}

interface GroupAction {
  readonly moot: ErrorCode | undefined;
  readonly act: (names: readonly string[]) => Promise<readonly (ProxError | undefined)[]>;
}

/** The failure; undefined when there is none. */
async function outcome(action: Promise<void>): Promise<ProxError | undefined> {
  try {
    await action;
    return undefined;
  } catch (error) {
    if (error instanceof ProxError) return error;
    throw error;
  }
}
