import type {Config} from '../config/config.ts';
import {ProxError} from '../core/errors.ts';
import {EventBus} from '../core/event-bus.ts';
import type {StopFailure} from '../core/prox.ts';
import type {Terminal} from './child.ts';
import {closeInOrder} from './close-in-order.ts';
import {PROX} from '../core/log-entry.ts';
import {LogStore} from './log-store.ts';
import {type Member, Members} from './members.ts';
import {makeMember} from './make-member.ts';
import type {MemberView, ProcessView} from './process-view.ts';
import {closeRunHost, createRunHost, type RunHost} from './run-host.ts';
import {SupervisedProcess} from './supervised-process.ts';
import type {BeginOptions, Changes, SupervisorOptions} from './supervisor-options.ts';
import {spawnFailures, stopFailures} from './stop-failures.ts';
import {Tally} from './tally.ts';
import {terminalOf} from './terminal-of.ts';
import type {UsageSampler} from './usage-sampler.ts';
import {Watches} from './watches.ts';

/** All processes of one project: starts them, keeps them, and leaves nothing behind. */
export class Supervisor {
  readonly log: LogStore;
  /** Published after every change of any process. */
  readonly changes = new EventBus<'changed'>();
  readonly tally = new Tally();
  readonly usage: Pick<UsageSampler, 'of' | 'childrenOf' | 'portsOf' | 'total'>;
  readonly #options: SupervisorOptions;
  readonly #host: RunHost;
  readonly #members = new Members();
  readonly #watches: Watches;
  /** Aborted when there is no more grace for anybody. */
  readonly #force = new AbortController();
  #config: Config;
  #apiUrl = '';
  #extraEnv: Readonly<Record<string, string>> = {};
  #isDraining = false;
  #noteBegin: () => void = () => undefined;
  /** A child that came before would not know where the API and the proxy are. */
  readonly #begun = new Promise<void>(resolve => (this.#noteBegin = resolve));

  constructor(options: SupervisorOptions) {
    const {config, clock} = options;
    this.#options = options;
    this.#config = config;
    this.log = new LogStore({clock, limits: config.logs, processes: config.names});
    this.#host = createRunHost({...options, log: this.log, limits: config.logs});
    this.usage = this.#host.usage;
    this.#watches = new Watches({
      clock,
      projectDir: config.projectDir,
      say: (name, text) => this.log.say(name, `${name} ${text}`),
      onChange: () => this.changes.publish('changed'),
    });
    this.#members.follow(config, {make: name => this.#make(name), ended: []});
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** In the order of prox.yaml. */
  views(): readonly MemberView[] {
    return this.#members.all.map(({view}) => view);
  }

  /** The processes and tasks, one look at a time. */
  *processViews(): Iterable<ProcessView> {
    for (const process of this.#members.processes) yield process.view;
  }

  /** Undefined when there is none of that name. */
  find(name: string): MemberView | undefined {
    return this.#members.get(name)?.view;
  }

  /** @throws ProxError PROCESS_NOT_FOUND */
  view(name: string): MemberView {
    return this.#members.find(name).view;
  }

  /** Why changed files of a process do nothing just now. */
  watchPausedReason(name: string): string | undefined {
    return this.#watches.pausedReason(name);
  }

  /**
   * Starts the chosen ones. Resolves when each runs, has failed to, or waits for another: failures are in
   * its state and in the log.
   * @throws ProxError PROCESS_NOT_FOUND
   */
  async begin(options: BeginOptions): Promise<void> {
    const {names, isAlone = false, except = [], apiUrl, extraEnv = {}} = options;
    this.#apiUrl = apiUrl;
    this.#extraEnv = extraEnv;
    await this.#host.ledger.flush();
    const chosen = names?.map(name => this.#members.find(name).name) ?? this.#starters();
    const wanted = chosen.filter(name => !except.includes(name));
    const all = isAlone ? wanted : this.#members.withNeeded(wanted, except);
    this.#members.waive(isAlone ? this.#config.names.filter(name => !all.includes(name)) : except);
    this.#noteBegin();
    await this.#members.begin(all);
  }

  /** What it needs and is not there is started too. */
  async start(name: string): Promise<void> {
    await this.#begun;
    const member = this.#open(name);
    this.#watches.resume(name);
    return member.start();
  }

  async stop(name: string): Promise<void> {
    const member = this.#open(name);
    if (member instanceof SupervisedProcess) return member.stop();
    const detail = `${name} is outside of prox, which checks it and never stops it`;
    throw new ProxError('PROCESS_NOT_RUNNING', {detail});
  }

  async restart(name: string): Promise<void> {
    await this.#begun;
    const member = this.#open(name);
    this.#watches.resume(name);
    return member.restart();
  }

  /** Acts on those that need others before it acts on these. */
  async dependentsFirst<T>(
    names: readonly string[],
    act: (name: string) => Promise<T>,
  ): Promise<readonly T[]> {
    const {dependents} = this.#members;
    return closeInOrder({names, dependents, force: this.#force.signal}, act);
  }

  /** @throws ProxError PROCESS_NOT_FOUND, PROCESS_NOT_RUNNING, NO_TERMINAL */
  terminal(name: string): Terminal {
    return terminalOf(this.view(name));
  }

  /** Touches what has changed. Resolves with what could not be stopped or started. @throws ProxError SHUTDOWN_IN_PROGRESS */
  async apply(changes: Changes): Promise<readonly StopFailure[]> {
    const {next, added, removed, redefined, adjusted, extraEnv} = changes;
    await this.#begun;
    const failures = await this.#close(removed);
    this.#assertOpen();
    this.#config = next;
    this.#extraEnv = extraEnv;
    for (const name of added) this.log.add(name);
    this.#members.follow(next, {make: name => this.#make(name), ended: removed});
    const edited = [...adjusted, ...redefined];
    this.#members.redefine(edited, next);
    for (const name of edited) this.#noteChange(name);
    // Who was given up gets another chance by any edit.
    const renewal = this.#members.renew([
      ...redefined,
      ...adjusted.filter(name => this.view(name).state.status === 'crashed'),
    ]);
    const starters = added.filter(name => this.#starters().includes(name));
    await this.#members.bring(starters);
    await renewal;
    this.changes.publish('changed');
    return [
      ...failures,
      ...[...added, ...redefined].flatMap(name => spawnFailures(this.view(name))),
    ];
  }

  /** Stops everything, in reverse order of dependency, each on its own budget. Idempotent; no start is accepted any more. */
  async shutdown(): Promise<readonly StopFailure[]> {
    this.#isDraining = true;
    this.#noteBegin();
    this.#members.refuseStarts();
    const failures = await this.#close([...this.#members.names]);
    await closeRunHost(this.#host, failures.length === 0 ? 'allGone' : 'someLeft');
    return failures;
  }

  /** Ends the grace of all stops at once. */
  killNow(): void {
    this.#force.abort();
    for (const process of this.#members.processes) process.killNow();
  }

  /** Records a message of prox itself. */
  say(text: string): void {
    this.log.say(PROX, text);
  }

  #make(name: string): Member {
    const {instance, isTerminal, readConfig, stateDir, warn} = this.#options;
    return makeMember(name, this.#config, {
      host: this.#host,
      readConfig,
      stateDir,
      warn,
      childWorld: () => ({
        instance,
        isTerminal,
        apiUrl: this.#apiUrl,
        extraEnv: this.#extraEnv,
      }),
      gate: config => this.#members.gate(config),
      bringNeeded: config => this.#members.bringNeeded(config),
      onChange: changed => this.#noteChange(changed),
    });
  }

  /** Those that start by themselves. */
  #starters(): readonly string[] {
    const {processes} = this.#config;
    return processes.filter(({autostart}) => autostart).map(({name}) => name);
  }

  async #close(names: readonly string[]): Promise<readonly StopFailure[]> {
    const closeOne = async (name: string): Promise<void> => {
      try {
        await this.#members.find(name).close();
      } finally {
        await this.#watches.close(name); // last: while a process is open one may be made
      }
    };
    const failures = await this.dependentsFirst(names, async name =>
      stopFailures(name, async () => closeOne(name)),
    );
    return failures.flat();
  }

  #noteChange(name: string): void {
    const member = this.#members.get(name);
    if (member instanceof SupervisedProcess) {
      this.tally.note(member.view);
      this.#watches.follow(member);
    }
    this.#members.noteChange(name);
    this.changes.publish('changed');
  }

  /** @throws ProxError PROCESS_NOT_FOUND, SHUTDOWN_IN_PROGRESS */
  #open(name: string): Member {
    const member = this.#members.find(name);
    this.#assertOpen();
    return member;
  }

  #assertOpen(): void {
    if (this.#isDraining) throw new ProxError('SHUTDOWN_IN_PROGRESS');
  }
}
