import type {Clock} from '../core/clock.ts';
import {diagnoseDependency} from '../core/diagnosis/dependency.ts';
import {diagnose} from '../core/diagnosis/diagnose.ts';
import type {LastOutput} from '../core/diagnosis/facts.ts';
import {withShortTraces} from '../core/short-traces.ts';
import type {WhyReport} from '../core/why-report.ts';
import type {DependencyView, MemberView, ProcessView} from '../supervisor/process-view.ts';
import {lastExit} from '../supervisor/standing.ts';
import type {Supervisor} from '../supervisor/supervisor.ts';
import {lastOutput} from './last-output.ts';
import {healthcheckReport, untilRestart} from './process-report.ts';
import {gatherFacts} from './why-facts.ts';

export interface WhyOptions {
  readonly supervisor: Pick<Supervisor, 'view' | 'views' | 'log' | 'watchPausedReason'>;
  readonly clock: Clock;
}

/** Why a process, task or dependency is as it is. @throws ProxError PROCESS_NOT_FOUND */
export async function explainProcess(
  name: string,
  {supervisor, clock}: WhyOptions,
): Promise<WhyReport> {
  const view = supervisor.view(name);
  const output = hasRun(view) ? await lastOutput(supervisor.log, name) : SILENT;
  if (view.kind === 'dependency') return reportOfDependency(view, output, clock.now());
  const now = clock.monotonic();
  const watchPausedReason = supervisor.watchPausedReason(name);
  const views = supervisor.views();
  const facts = await gatherFacts(view, {output, views, now, watchPausedReason});
  return {
    ...headOf(view, view.config.healthcheck !== undefined),
    ...diagnose(facts),
    ...endOf(view, now),
    watchPausedReason,
    waitingOn: 'on' in view.state ? view.state.on : [],
    portConflict: facts.port.holder,
    lastLines: shownLines(output),
    changes: facts.changes,
  };
}

/** What was written before a child that could not be spawned is of another run. */
function hasRun(view: MemberView): boolean {
  if (view.kind === 'dependency') return true;
  return view.state.status !== 'crashed' || view.state.cause.type !== 'spawnFailed';
}

type Head = Pick<WhyReport, 'name' | 'kind' | 'status' | 'health' | 'since' | 'healthcheck'>;

function headOf({config, kind, state, health, since}: MemberView, isChecked: boolean): Head {
  return {
    name: config.name,
    kind,
    status: state.status,
    health: health.health,
    since: new Date(since).toISOString(),
    healthcheck: healthcheckReport(health, isChecked),
  };
}

type End = Pick<WhyReport, 'exitCode' | 'signal' | 'restarts' | 'nextRestartMs'>;

/** `now` is monotonic ms. */
function endOf(view: ProcessView, now: number): End {
  const exit = lastExit(view.state);
  return {
    exitCode: exit?.code,
    signal: exit?.signal,
    restarts: view.restarts,
    nextRestartMs: untilRestart(view, now),
  };
}

/** `now` is epoch ms. */
function reportOfDependency(view: DependencyView, output: LastOutput, now: number): WhyReport {
  const {config, state, health, since} = view;
  const diagnosis = diagnoseDependency({
    name: config.name,
    status: state.status,
    reason: state.status === 'crashed' ? state.reason : undefined,
    health,
    sinceMs: now - since,
    hasStart: config.start !== undefined,
  });
  return {
    ...headOf(view, true),
    ...diagnosis,
    exitCode: undefined,
    signal: undefined,
    restarts: 0,
    nextRestartMs: undefined,
    watchPausedReason: undefined,
    waitingOn: [],
    portConflict: undefined,
    lastLines: shownLines(output),
    changes: undefined,
  };
}

const SILENT: LastOutput = {stderr: [], stdout: []};
const SHOWN_LINES = 15;

function shownLines({stderr, stdout}: LastOutput): readonly string[] {
  return withShortTraces(stderr.length > 0 ? stderr : stdout).slice(-SHOWN_LINES);
}
