import type {Config, ProcessConfig} from '../config/config.ts';
import {
  type Edges,
  type Gate,
  gateOf,
  type Requirement,
  reversed,
  type Standing,
  waves,
  withNeeded,
} from '../core/dependency-graph.ts';
import {ProxError} from '../core/errors.ts';
import type {ProcessStatus} from '../core/process-state.ts';
import {unknownProcess} from '../core/unknown-process.ts';
import {standingOfDependency} from './dependency-standing.ts';
import type {OutsideDependency} from './outside-dependency.ts';
import type {MemberView} from './process-view.ts';
import {standingOf} from './standing.ts';
import {SupervisedProcess} from './supervised-process.ts';

export type Member = SupervisedProcess | OutsideDependency;

const STARTABLE: ReadonlySet<ProcessStatus> = new Set(['stopped', 'stopping', 'crashed']);

/** All that is supervised, and who needs whom. */
export class Members {
  #members: ReadonlyMap<string, Member> = new Map();
  /** What each needs, as they were defined when it was last looked at. */
  #links: ReadonlyMap<string, ProcessConfig['dependsOn']> = new Map();
  #edges: Edges = new Map();
  #dependents: Edges = new Map();
  /** Left out by the command line: nobody waits for one, until somebody has started it all the same. */
  #waived: ReadonlySet<string> = new Set();

  /** In the order of prox.yaml. */
  get all(): readonly Member[] {
    return [...this.#members.values()];
  }

  get processes(): readonly SupervisedProcess[] {
    return this.all.filter(member => member instanceof SupervisedProcess);
  }

  get names(): Iterable<string> {
    return this.#members.keys();
  }

  /** By whom each is needed. */
  get dependents(): Edges {
    return this.#dependents;
  }

  get(name: string): Member | undefined {
    return this.#members.get(name);
  }

  /** @throws ProxError PROCESS_NOT_FOUND */
  find(name: string): Member {
    const member = this.#members.get(name);
    if (member) return member;
    throw unknownProcess(name, this.#members.keys());
  }

  /** Those of a config: known ones stay as they are, but for `ended` ones; `make` makes the rest. */
  follow(
    {names}: Pick<Config, 'names'>,
    {make, ended}: {make: (name: string) => Member; ended: readonly string[]},
  ): void {
    const known = new Map([...this.#members].filter(([name]) => !ended.includes(name)));
    this.#members = new Map(names.map(name => [name, known.get(name) ?? make(name)]));
    this.#relink();
  }

  waive(names: Iterable<string>): void {
    this.#waived = new Set(names);
  }

  /** Whether what it depends on is there. */
  gate({dependsOn}: ProcessConfig): Gate {
    return gateOf(
      dependsOn.filter(({name}) => !this.isWaived(name)),
      name => this.#standing(name),
    );
  }

  /** To be called when one has changed: those that wait for it look again. */
  noteChange(name: string): void {
    const view = this.#members.get(name)?.view;
    if (view === undefined) return;
    if (linksOf(view) !== this.#links.get(name)) this.#relink();
    for (const dependent of this.#dependents.get(name) ?? []) {
      const member = this.#members.get(dependent);
      if (member instanceof SupervisedProcess) member.recheck();
    }
  }

  /** The names, and all that they need. */
  withNeeded(names: readonly string[], except: readonly string[] = []): readonly string[] {
    return withNeeded(names, this.#edges, except);
  }

  /** Who is needed first: nobody is to be told that it is blocked by what is about to start. */
  inOrder(names: readonly string[]): readonly string[] {
    return waves(names, this.#edges).flat();
  }

  /** Resolves when each runs, has failed to, or waits for another. */
  async begin(names: readonly string[]): Promise<void> {
    await Promise.all(this.inOrder(names).map(async name => this.find(name).begin()));
  }

  /** As `begin`, after an edit: what they need is started too, but for what somebody has stopped. */
  async bring(names: readonly string[]): Promise<void> {
    for (const {view} of names.map(name => this.find(name))) {
      if (view.kind !== 'dependency') this.#bringUnstopped(view.config);
    }
    await this.begin(names);
  }

  /**
   * Starts all that such a process needs and only a start brings; who needs it waits.
   * @throws ProxError CONFIG_INVALID
   */
  bringNeeded(config: ProcessConfig): void {
    this.#assertNoCycle(config);
    void this.begin(this.#lostNeedsOf(config));
  }

  /** New children for what has been redefined. Resolves when each runs, has failed to, or waits. */
  async renew(names: readonly string[]): Promise<void> {
    const processes = this.inOrder(names)
      .map(name => this.find(name))
      .filter(member => member instanceof SupervisedProcess);
    for (const process of processes) {
      const {config, isHeld, wasStarted} = process.view;
      if (wasStarted && !isHeld) this.#bringUnstopped(config);
      process.renew();
    }
    await Promise.all(processes.map(async process => process.settled()));
  }

  /** By what the config says of them now; their kinds are the same. Only then is any of them looked at. */
  redefine(names: readonly string[], config: Config): void {
    for (const name of names) this.#redefineOne(name, config);
    this.#relink();
    for (const name of names) {
      const member = this.find(name);
      if (member instanceof SupervisedProcess) member.recheck();
    }
  }

  /** No start is accepted any more. Dependents first, or they would say that they are blocked. */
  refuseStarts(): void {
    for (const name of this.inOrder([...this.names]).toReversed()) {
      const member = this.#members.get(name);
      if (member instanceof SupervisedProcess) member.refuseStarts();
    }
  }

  isWaived(name: string): boolean {
    if (!this.#waived.has(name)) return false;
    const view = this.#members.get(name)?.view;
    return view === undefined || view.startUp === undefined;
  }

  #redefineOne(name: string, {processes, dependencies}: Config): void {
    const isMeant = (candidate: {readonly name: string}): boolean => candidate.name === name;
    const member = this.find(name);
    const [process, dependency] = [processes.find(isMeant), dependencies.find(isMeant)];
    if (member instanceof SupervisedProcess) {
      if (process) member.redefine(process);
    } else if (dependency) member.redefine(dependency);
  }

  /** Each prox.yaml is free of cycles, but one definition of a new and the others of an old one may not be. */
  #assertNoCycle({name, dependsOn}: ProcessConfig): void {
    const culprit = dependsOn.find(other => this.withNeeded([other.name]).includes(name));
    if (culprit === undefined) return;
    throw new ProxError('CONFIG_INVALID', {
      detail: `${name} now needs ${culprit.name}, which as it runs needs ${name}`,
      hint: '`prox reload` applies both at once.',
    });
  }

  #bringUnstopped(config: ProcessConfig): void {
    const isStopped = (name: string): boolean => {
      const member = this.#members.get(name);
      return member instanceof SupervisedProcess && member.view.isHeld;
    };
    void this.begin(this.#lostNeedsOf(config).filter(name => !isStopped(name)));
  }

  #lostNeedsOf({dependsOn}: ProcessConfig): readonly string[] {
    const needed = this.withNeeded(dependsOn.map(({name}) => name));
    const requirements = [...dependsOn, ...needed.flatMap(name => this.#links.get(name) ?? [])];
    const lost = requirements.filter(requirement => this.#isLost(requirement));
    return [...new Set(lost.map(({name}) => name))];
  }

  /** Nothing but a start of it will do. */
  #isLost(requirement: Requirement): boolean {
    const standing = this.#standing(requirement.name);
    if (standing === undefined || this.isWaived(requirement.name)) return false;
    const isBlocking = gateOf([requirement], () => standing).type === 'blocked';
    return isBlocking && STARTABLE.has(standing.status);
  }

  #standing(name: string): Standing | undefined {
    const view = this.#members.get(name)?.view;
    if (view === undefined) return undefined;
    return view.kind === 'dependency' ? standingOfDependency(view) : standingOf(view);
  }

  #relink(): void {
    this.#links = new Map(this.all.map(({name, view}) => [name, linksOf(view)]));
    this.#edges = new Map(
      [...this.#links].map(([name, links]) => [name, links.map(link => link.name)]),
    );
    this.#dependents = reversed(this.#edges);
  }
}

function linksOf(view: MemberView): ProcessConfig['dependsOn'] {
  return view.kind === 'dependency' ? NO_LINKS : view.config.dependsOn;
}

const NO_LINKS: ProcessConfig['dependsOn'] = [];
