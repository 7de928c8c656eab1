import {redactEnv} from '../config/redact.ts';
import {describeExit} from '../core/exit.ts';
import type {Exit, ProcessState} from '../core/process-state.ts';
import type {ProcessDetail, ProcessSummary} from '../core/prox.ts';
import type {ProcessView} from '../supervisor/process-view.ts';

/** `now` is monotonic ms. */
export function toSummary(view: ProcessView, now: number): ProcessSummary {
  const {config, state, run, health, restarts} = view;
  const exit = lastExit(state);
  return {
    name: config.name,
    kind: 'process',
    status: state.status,
    pid: run?.pid ?? 0,
    uptimeSeconds: run ? Math.floor((now - run.startedAt) / 1000) : 0,
    restarts,
    health: health.health,
    exitCode: exit?.code,
    signal: exit?.signal,
    port: config.port,
    url: undefined,
    reason: crashReason(state),
  };
}

/** `now` is monotonic ms. */
export function toDetail(view: ProcessView, now: number): ProcessDetail {
  const {config, health, addedEnv} = view;
  return {
    ...toSummary(view, now),
    healthcheck: {
      enabled: config.healthcheck !== undefined,
      lastCheck:
        health.lastCheck === undefined ? undefined : new Date(health.lastCheck).toISOString(),
      lastOutput: health.lastOutput,
      consecutiveFailures: health.consecutiveFailures,
    },
    cmd: config.cmd,
    env: redactEnv(addedEnv),
    cwd: config.cwd,
    stopTimeoutMs: config.stopTimeoutMs,
    restartPolicy: 'no',
  };
}

function lastExit(state: ProcessState): Exit | undefined {
  switch (state.status) {
    case 'stopped':
    case 'stopping':
      return state.exit;
    case 'crashed':
      return state.cause.type === 'exited' ? state.cause.exit : undefined;
    case 'starting':
    case 'running':
      return undefined;
  }
}

function crashReason(state: ProcessState): string | undefined {
  if (state.status !== 'crashed') return undefined;
  const {cause} = state;
  switch (cause.type) {
    case 'exited':
      return describeExit(cause.exit);
    case 'spawnFailed':
      return cause.message;
    case 'notReaped':
      return `still alive after SIGKILL: ${cause.survivors.map(({pid}) => pid).join(', ')}`;
  }
}
