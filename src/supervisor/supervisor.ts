import type {Config, ProcessConfig} from '../config/config.ts';
import {formatDiagnostics} from '../config/diagnostics.ts';
import {loadConfig} from '../config/load.ts';
import type {Clock} from '../core/clock.ts';
import {ProxError} from '../core/errors.ts';
import {EventBus} from '../core/event-bus.ts';
import type {StopFailure} from '../core/prox.ts';
import {unknownProcess} from '../core/unknown-process.ts';
import {childEnv} from './child-env.ts';
import {ChildrenLedger} from './children-ledger.ts';
import {Guardian} from './guardian.ts';
import {LogStore, PROX} from './log-store.ts';
import {PipeMaker} from './output-pipes.ts';
import {ProcessTable} from '../os/process-table.ts';
import type {RunHost, RunPlan} from './run.ts';
import type {ProcessView} from './process-view.ts';
import {SupervisedProcess} from './supervised-process.ts';

export interface SupervisorOptions {
  readonly config: Config;
  readonly clock: Clock;
  /** The id of this supervisor run: the mark of all its children. */
  readonly instance: string;
  /** Replaces `.prox/children.json`. */
  readonly saveLedger: (text: string) => Promise<void>;
  /** The children's output ends up on a terminal. */
  readonly isTerminal: boolean;
}

interface BeginOptions {
  /** Undefined: all with `autostart`. */
  readonly names?: readonly string[];
  readonly apiUrl: string;
  /** For every child; what the user sets wins. */
  readonly extraEnv?: Readonly<Record<string, string>>;
}

/** All processes of one project: starts them, keeps them, and leaves nothing behind. */
export class Supervisor {
  readonly log: LogStore;
  /** Published after every change of any process. */
  readonly changes = new EventBus<'changed'>();
  readonly #options: SupervisorOptions;
  readonly #host: RunHost;
  readonly #processes: ReadonlyMap<string, SupervisedProcess>;
  #apiUrl = '';
  #extraEnv: Readonly<Record<string, string>> = {};
  #isDraining = false;

  constructor(options: SupervisorOptions) {
    const {config, clock, instance, saveLedger} = options;
    this.#options = options;
    this.log = new LogStore({
      clock,
      limits: config.logs,
      processes: config.processes.map(({name}) => name),
    });
    this.#host = {
      instance,
      clock,
      log: this.log,
      table: new ProcessTable(),
      pipes: new PipeMaker(),
      guardian: new Guardian(instance),
      ledger: new ChildrenLedger({instance, save: saveLedger}),
      maxLineBytes: config.logs.maxLineBytes,
    };
    this.#processes = new Map(
      config.processes.map(process => [process.name, this.#supervise(process)]),
    );
  }

  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** In the order of prox.yaml. */
  views(): readonly ProcessView[] {
    return [...this.#processes.values()].map(process => process.view);
  }

  /** Undefined when there is no process of that name. */
  find(name: string): ProcessView | undefined {
    return this.#processes.get(name)?.view;
  }

  /** @throws ProxError PROCESS_NOT_FOUND */
  view(name: string): ProcessView {
    return this.#find(name).view;
  }

  /**
   * Starts the named processes, or all with `autostart`. Resolves when each runs or has failed to:
   * failures are in its state and in the log.
   * @throws ProxError PROCESS_NOT_FOUND
   */
  async begin({names, apiUrl, extraEnv = {}}: BeginOptions): Promise<void> {
    this.#apiUrl = apiUrl;
    this.#extraEnv = extraEnv;
    await this.#host.ledger.flush();
    const chosen = names
      ? names.map(name => this.#find(name))
      : [...this.#processes.values()].filter(({view}) => view.config.autostart);
    await Promise.all(chosen.map(async process => this.#beginOne(process)));
  }

  async start(name: string): Promise<void> {
    const process = this.#find(name);
    this.#assertOpen();
    await process.start({isFresh: true});
  }

  async stop(name: string): Promise<void> {
    const process = this.#find(name);
    this.#assertOpen();
    await process.stop();
  }

  async restart(name: string): Promise<void> {
    const process = this.#find(name);
    this.#assertOpen();
    await process.restart();
  }

  /** Stops everything, each process on its own budget. Idempotent; no start is accepted any more. */
  async shutdown(): Promise<readonly StopFailure[]> {
    this.#isDraining = true;
    const failures = await Promise.all(
      [...this.#processes.values()].map(async process => closeOne(process)),
    );
    await this.#host.ledger.flush();
    const found = failures.flat();
    if (found.length === 0) this.#host.guardian.dismiss();
    return found;
  }

  /** Ends the grace of all stops at once. */
  killNow(): void {
    for (const process of this.#processes.values()) process.killNow();
  }

  /** Records a message of prox itself. */
  say(text: string): void {
    this.log.say(PROX, text);
  }

  #supervise(config: ProcessConfig): SupervisedProcess {
    return new SupervisedProcess({
      config,
      host: this.#host,
      makePlan: async (known, {isFresh}) =>
        this.#makePlan(isFresh ? await this.#reread(known) : known),
      onChange: () => this.changes.publish('changed'),
    });
  }

  async #beginOne(process: SupervisedProcess): Promise<void> {
    try {
      await process.start({isFresh: false});
    } catch (error) {
      if (!(error instanceof ProxError)) throw error;
      // What went wrong before there was a child to say it.
      if (error.code !== 'SPAWN_FAILED') this.say(`${process.name}: ${error.message}`);
    }
  }

  /** @throws ProxError CONFIG_INVALID when the file no longer defines the process */
  async #reread({name}: ProcessConfig): Promise<ProcessConfig> {
    const {file} = this.#options.config;
    const result = await loadConfig(file);
    if (!result.ok) {
      const detail = formatDiagnostics(result.diagnostics, result.source).trimEnd();
      throw new ProxError('CONFIG_INVALID', {detail, hint: `Mend ${file}; nothing was changed.`});
    }
    const found = result.config.processes.find(process => process.name === name);
    if (found) return found;
    throw new ProxError('CONFIG_INVALID', {detail: `${name} is no longer defined in ${file}`});
  }

  async #makePlan(config: ProcessConfig): Promise<RunPlan> {
    const {instance, isTerminal} = this.#options;
    const world = {instance, isTerminal, apiUrl: this.#apiUrl, extraEnv: this.#extraEnv};
    return {config, ...(await childEnv(config, world))};
  }

  #find(name: string): SupervisedProcess {
    const process = this.#processes.get(name);
    if (process) return process;
    throw unknownProcess(name, this.#processes.keys());
  }

  #assertOpen(): void {
    if (this.#isDraining) throw new ProxError('SHUTDOWN_IN_PROGRESS');
  }
}

async function closeOne(process: SupervisedProcess): Promise<readonly StopFailure[]> {
  try {
    await process.close();
    return [];
  } catch (error) {
    if (!(error instanceof ProxError)) throw error;
    return [{process: process.name, error: error.message, code: error.code}];
  }
}
