import {redactText} from '../config/redact.ts';
import {formatDuration} from '../core/duration.ts';
import type {EventReport} from '../core/event.ts';
import {describeHealthChange, type Health, UNCHECKED} from '../core/health.ts';
import {portConflictText} from '../core/port-holder-text.ts';
import type {PortConflict} from '../core/process-report.ts';
import type {Exit, ProcessState, Survivor} from '../core/process-state.ts';
import {timesOf, type Verdict} from '../core/restart-policy.ts';
import {HealthEvents} from './health-events.ts';
import {memberReport, type ReportOf} from './member-report.ts';
import {
  aliveText,
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
  readonly #report: ReportOf;
  readonly #healthEvents: HealthEvents;

  constructor(name: string, host: Pick<RunHost, 'log' | 'report'>) {
    this.#name = name;
    this.#host = host;
    this.#report = memberReport({name, report: host.report, env: () => this.#env});
    this.#healthEvents = new HealthEvents(this.#report);
  }

  /** For the log alone; continues a sentence that begins with the name. */
  say(text: string): void {
    this.#host.log.say(this.#name, redactText(`${this.#name} ${text}`, this.#env));
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

  /** Nobody has stopped it. To be told before what follows from it. */
  ended(run: Run, end: EndedRun): void {
    const text = describeEnd(end);
    // The last lines first: the end is told after them.
    void run.drained.then(() => this.say(text));
    if (isGoodEnd(end)) {
      const type = end.kind === 'task' ? 'task.completed' : 'process.stopped';
      return this.#report(type, text, factsOf(run, end));
    }
    this.#reportCrash(text, run, end);
    this.#reportLimit(end.verdict);
  }

  /** It has been stopped. `state` is that which comes to its end now, `found` what is left of it. */
  terminated(run: Run | undefined, state: ProcessState, found: readonly Survivor[]): void {
    const exit = state.status === 'stopping' ? state.exit : undefined;
    const survivors = found.map(({pid}) => pid).filter(pid => !exit || pid !== run?.pid); // ended since
    if (survivors.length === 0) this.say('stopped');
    if (state.status !== 'stopping' || run === undefined) return;
    const facts = factsOf(run, exit);
    if (survivors.length > 0) {
      const text = `was stopped, but is not gone: ${aliveText(survivors)}`;
      this.#report('process.stopped', text, {...facts, survivors});
    } else if (state.next === 'stopped') {
      this.#report('process.stopped', 'stopped', facts);
    } else if (state.next === 'timedOut') {
      const {timeoutMs = 0} = run.plan.config;
      this.#reportCrash(`crashed (did not end within ${formatDuration(timeoutMs)})`, run, exit);
    }
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
    this.#report('process.restart_limit', limitText(this.#name, restarts), {restarts});
  }

  #reportLimit(verdict: Verdict): void {
    if (verdict.type !== 'giveUp') return;
    const {restarts} = verdict;
    this.#report('process.restart_limit', limitText(this.#name, restarts), {restarts});
  }

  #reportCrash(text: string, run: Run, exit: EndOfRun): void {
    const lines = this.#lastLines(run.drained).then(last => ({lines: last}));
    this.#report('process.crashed', text, factsOf(run, exit), lines);
  }

  async #lastLines(drained: Promise<void>): Promise<readonly string[]> {
    const sinceSeq = this.#sinceSeq; // a later run may begin meanwhile
    await drained;
    const {logs} = await this.#host.log.query({
      process: [this.#name],
      stream: ['stdout', 'stderr'],
      lines: LAST_LINES,
    });
    return logs.filter(({seq}) => seq > sinceSeq).map(({line}) => line);
  }
}

type EndOfRun = Pick<Exit, 'code' | 'signal'> | undefined;

/** What to do, for what has happened is told by the event before. */
function limitText(name: string, restarts: number): string {
  return `is not restarted any more, after ${timesOf(restarts)}: see \`prox why ${name}\`, mend it, then \`prox restart ${name}\``;
}

/** For programs. */
type Facts = NonNullable<EventReport['details']>;

function factsOf(run: Run, exit: EndOfRun): Facts {
  return {
    exitCode: exit?.code,
    signal: exit?.signal,
    uptimeSeconds: Math.round(run.ageMs) / 1000,
  };
}
