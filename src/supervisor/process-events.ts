import {redactText} from '../config/redact.ts';
import {formatDuration} from '../core/duration.ts';
import type {EventReport} from '../core/event.ts';
import {describeHealthChange, type Health, UNCHECKED} from '../core/health.ts';
import {portConflictText} from '../core/port-holder-text.ts';
import type {PortConflict} from '../core/process-report.ts';
import type {Exit, ProcessState} from '../core/process-state.ts';
import {timesOf, type Verdict} from '../core/restart-policy.ts';
import {HealthEvents, type ReportOf} from './health-events.ts';
import {
  describeEnd,
  describeVerdict,
  describeWait,
  isGoodEnd,
  type EndedRun,
} from './process-words.ts';
import type {Run, RunPlan} from './run.ts';
import type {RunHost} from './run-host.ts';

/** Of a run that crashed. */
const LAST_LINES = 20;

/** What happens to one process, in its log for people and as events for programs. */
export class ProcessEvents {
  readonly #name: string;
  readonly #host: Pick<RunHost, 'log' | 'report'>;
  /** Of the latest run: its values that are secret must not get into an event. */
  #env: RunPlan['env'] = {};
  /** After this entry of the log the latest run has written. */
  #sinceSeq = 0;
  /** The child to come replaces another. */
  #isRestart = false;
  readonly #healthEvents = new HealthEvents((...report) => this.#report(...report));

  constructor(name: string, host: Pick<RunHost, 'log' | 'report'>) {
    this.#name = name;
    this.#host = host;
  }

  /** For the log alone; continues a sentence that begins with the name. */
  say(text: string): void {
    this.#host.log.say(this.#name, `${this.#name} ${text}`);
  }

  /** It has another status. */
  entered(state: ProcessState): void {
    const news = describeWait(state);
    if (news === undefined) {
      if (state.status === 'stopped') this.#isRestart = false; // one that was to come is called off
      return;
    }
    this.say(news);
    if (state.status !== 'blocked') return;
    this.#report('process.blocked', news, {on: state.on, reason: state.reason});
  }

  restarting(): void {
    this.#isRestart = true;
  }

  /** Its next child is about to be started. */
  spawning({env}: RunPlan): void {
    this.#env = env;
    this.#sinceSeq = this.#host.log.lastSeq;
  }

  portTaken(conflict: PortConflict): void {
    const {port, pid, process, project} = conflict;
    const text = portConflictText(conflict);
    this.say(text);
    const details = {port, holderPid: pid, holderProcess: process, holderProject: project};
    this.#report('system.port_conflict', text, details);
  }

  started(pid: number): void {
    this.say(`started (pid ${pid})`);
    const type = this.#isRestart ? 'process.restarted' : 'process.started';
    this.#report(type, `${this.#isRestart ? 'restarted' : 'started'} (pid ${pid})`, {pid});
    this.#isRestart = false;
  }

  failedToStart(reason: string, verdict: Verdict): void {
    this.say(`crashed: ${reason}${describeVerdict(verdict)}`);
    this.#report('process.start_failed', `could not be started: ${reason}`, {reason});
    this.#reportLimit(verdict);
  }

  /** Nobody has stopped it, and all that it wrote has been read. */
  async ended(run: Run, end: EndedRun): Promise<void> {
    const text = describeEnd(end);
    this.say(text);
    if (isGoodEnd(end)) {
      const type = end.kind === 'task' ? 'task.completed' : 'process.stopped';
      return this.#report(type, text, factsOf(run, end));
    }
    await this.#reportCrash(text, factsOf(run, end));
    this.#reportLimit(end.verdict);
  }

  /** It has been stopped, and nothing of it is left. `state` is that which comes to its end now. */
  async terminated(run: Run | undefined, state: ProcessState): Promise<void> {
    this.say('stopped');
    if (state.status !== 'stopping' || run === undefined) return;
    const {next, exit} = state;
    if (next === 'stopped') this.#report('process.stopped', 'stopped', factsOf(run, exit));
    if (next !== 'timedOut') return;
    const {timeoutMs = 0} = run.plan.config;
    const text = `crashed (did not end within ${formatDuration(timeoutMs)})`;
    await this.#reportCrash(text, factsOf(run, exit));
  }

  /** After a check. */
  checked(change: Health | 'same', run: Run | undefined): void {
    if (change === 'healthy') {
      this.#healthEvents.note('is healthy again', {...UNCHECKED, health: change});
    } else if (change === 'unhealthy' && run !== undefined) {
      const text = describeHealthChange(UNCHECKED, run.health) ?? 'is unhealthy';
      this.#healthEvents.note(text, run.health);
    }
  }

  /** It lives, should be restarted, and has been too often. */
  givenUpUnhealthy(restarts: number): void {
    const text = `stays unhealthy: given up after ${timesOf(restarts)}`;
    this.say(text);
    this.#report('process.restart_limit', text, {restarts});
  }

  #reportLimit(verdict: Verdict): void {
    if (verdict.type !== 'giveUp') return;
    const {restarts} = verdict;
    this.#report('process.restart_limit', `is given up after ${timesOf(restarts)}`, {restarts});
  }

  async #reportCrash(text: string, facts: Facts): Promise<void> {
    this.#report('process.crashed', text, {...facts, lines: await this.#lastLines()});
  }

  async #lastLines(): Promise<readonly string[]> {
    const sinceSeq = this.#sinceSeq; // a later run may begin meanwhile
    const {logs} = await this.#host.log.query({
      process: [this.#name],
      stream: ['stdout', 'stderr'],
      lines: LAST_LINES,
    });
    return logs.filter(({seq}) => seq > sinceSeq).map(({line}) => line);
  }

  #report(...[type, text, details]: Parameters<ReportOf>): void {
    const shown = Object.entries(details).map(([key, value]) => [key, this.#withoutSecrets(value)]);
    this.#host.report({
      type,
      process: this.#name,
      message: redactText(`${this.#name} ${text}`, this.#env),
      details: Object.fromEntries(shown),
    });
  }

  #withoutSecrets(value: unknown): unknown {
    if (typeof value === 'string') return redactText(value, this.#env);
    return Array.isArray(value) ? value.map(item => this.#withoutSecrets(item)) : value;
  }
}

/** For programs. */
type Facts = NonNullable<EventReport['details']>;

function factsOf(run: Run, exit: Pick<Exit, 'code' | 'signal'> | undefined): Facts {
  return {
    exitCode: exit?.code,
    signal: exit?.signal,
    uptimeSeconds: Math.round(run.ageMs) / 1000,
  };
}
