import {redactCommand} from '../config/redact-command.ts';
import {redactEnv} from '../config/redact.ts';
import type {HealthState} from '../core/health.ts';
import type {
  HealthcheckReport,
  PortConflict,
  ProcessDetail,
  ProcessSummary,
} from '../core/process-report.ts';
import type {DependencyView, MemberView, ProcessView} from '../supervisor/process-view.ts';
import {lastExit, reasonOf} from '../supervisor/standing.ts';
import {isThere} from './readiness.ts';

/** What the supervisor does not know of a process. */
export interface Surroundings {
  /** Monotonic ms. */
  readonly now: number;
  readonly groups: readonly string[];
  readonly url: string | undefined;
  readonly watchPausedReason: string | undefined;
  /** Who held its port when it was last started, and still does. */
  readonly portConflict: PortConflict | undefined;
}

export function toSummary(view: MemberView, surroundings: Surroundings): ProcessSummary {
  return view.kind === 'dependency'
    ? summaryOfDependency(view, surroundings)
    : summaryOfProcess(view, surroundings);
}

export function toDetail(view: MemberView, surroundings: Surroundings): ProcessDetail {
  return {
    ...toSummary(view, surroundings),
    ...(view.kind === 'dependency'
      ? detailsOfDependency(view)
      : detailsOfProcess(view, surroundings)),
  };
}

function summaryOfProcess(
  view: ProcessView,
  {now, groups, url, watchPausedReason, portConflict}: Surroundings,
): ProcessSummary {
  const {kind, config, state, run, health, restarts} = view;
  const exit = lastExit(state);
  return {
    name: config.name,
    kind,
    status: state.status,
    pid: run?.pid ?? 0,
    uptimeSeconds: run ? Math.floor((now - run.startedAt) / 1000) : 0,
    restarts,
    health: health.health,
    exitCode: exit?.code,
    signal: exit?.signal,
    port: config.port,
    url,
    reason: state.status === 'crashed' ? reasonOf(state) : undefined,
    ready: isThere(view),
    dependsOn: config.dependsOn,
    waitingOn: 'on' in state ? state.on : [],
    blockedReason: state.status === 'blocked' ? state.reason : undefined,
    nextRestartMs: untilRestart(view, now),
    watchPaused: watchPausedReason !== undefined,
    groups,
    portConflict,
  };
}

/** In ms; `now` is monotonic ms. Undefined when no restart is due. */
export function untilRestart({restartDueAt}: ProcessView, now: number): number | undefined {
  return restartDueAt === undefined ? undefined : Math.max(0, Math.ceil(restartDueAt - now));
}

function summaryOfDependency(view: DependencyView, {groups}: Surroundings): ProcessSummary {
  const {kind, config, state, health} = view;
  return {
    name: config.name,
    kind,
    status: state.status,
    pid: 0,
    uptimeSeconds: 0,
    restarts: 0,
    health: health.health,
    exitCode: undefined,
    signal: undefined,
    port: config.check.type === 'tcp' ? config.check.port : undefined,
    url: undefined,
    reason: state.status === 'crashed' ? state.reason : undefined,
    ready: isThere(view),
    dependsOn: [],
    waitingOn: [],
    blockedReason: undefined,
    nextRestartMs: undefined,
    watchPaused: false,
    groups,
    portConflict: undefined,
  };
}

type Details = Omit<ProcessDetail, keyof ProcessSummary>;

function detailsOfProcess(
  {config, health, addedEnv}: ProcessView,
  {watchPausedReason}: Surroundings,
): Details {
  return {
    healthcheck: healthcheckReport(health, config.healthcheck !== undefined),
    cmd: redactCommand(config.cmd, addedEnv),
    env: redactEnv(addedEnv),
    cwd: config.cwd,
    stopTimeoutMs: config.stopTimeoutMs,
    restartPolicy: config.restart.condition,
    watch: config.watch && {paths: config.watch.paths, pausedReason: watchPausedReason},
    tty: config.tty,
  };
}

function detailsOfDependency({config, health}: DependencyView): Details {
  return {
    healthcheck: healthcheckReport(health, true),
    cmd: redactCommand(config.start ?? '', {}),
    env: {},
    cwd: config.cwd,
    stopTimeoutMs: 0,
    restartPolicy: 'no',
    watch: undefined,
    tty: false,
  };
}

export function healthcheckReport(
  {lastCheck, lastOutput, consecutiveFailures}: HealthState,
  isEnabled: boolean,
): HealthcheckReport {
  return {
    enabled: isEnabled,
    lastCheck: lastCheck === undefined ? undefined : new Date(lastCheck).toISOString(),
    lastOutput,
    consecutiveFailures,
  };
}
