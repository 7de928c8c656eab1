import type {Standing} from '../core/dependency-graph.ts';
import {describeExit} from '../core/exit.ts';
import type {Exit, ProcessState} from '../core/process-state.ts';
import {timesOf} from '../core/restart-policy.ts';
import type {ProcessView} from './process-view.ts';
import {aliveText} from './process-words.ts';

/** How a process looks to those who depend on it. */
export function standingOf(view: ProcessView): Standing {
  const {config, state, health, isHeld, isAsked} = view;
  return {
    name: config.name,
    status: state.status,
    health: health.health,
    endedWell: state.status === 'stopped' && state.exit?.success === true && !isHeld,
    isComing: isAsked || isRestarting(state),
    reason: state.status === 'running' ? firstLine(health.lastOutput) : reasonOf(state),
  };
}

/** Nothing but a stop keeps it from being started later. */
export function hasChildToCome(state: ProcessState): boolean {
  return state.status === 'waiting' || state.status === 'blocked' || isRestarting(state);
}

/** It is being stopped for a restart, or one is due. */
function isRestarting(state: ProcessState): boolean {
  if (state.status === 'stopping') return state.next === 'starting';
  return 'verdict' in state && state.verdict.type === 'restart';
}

/** It does what others wait for. */
export function isReady(view: ProcessView): boolean {
  return isUp(view) || standingOf(view).endedWell;
}

/** It has come to where its start was to lead. */
export function isUp({
  config,
  state,
  health,
}: Pick<ProcessView, 'config' | 'state' | 'health'>): boolean {
  if (state.status === 'completed') return true;
  if (state.status !== 'running' || config.kind === 'task') return false;
  return config.healthcheck === undefined || health.health === 'healthy';
}

const TIMED_OUT = 'did not end in time';

/** Why it is crashed or blocked, or about to be, in words. */
export function reasonOf(state: ProcessState): string | undefined {
  if (state.status === 'blocked') return state.reason;
  if (state.status === 'stopping' && state.next === 'timedOut') return TIMED_OUT;
  if (state.status !== 'crashed') return undefined;
  const {cause, verdict} = state;
  const after = verdict.type === 'giveUp' ? `, given up after ${timesOf(verdict.restarts)}` : '';
  switch (cause.type) {
    case 'exited':
      return describeExit(cause.exit) + after;
    case 'spawnFailed':
      return cause.message + after;
    case 'timedOut':
      return TIMED_OUT;
    case 'notReaped':
      return aliveText(cause.survivors.map(({pid}) => pid));
  }
}

/** The end of its latest run; undefined when that has not ended, or there was none. */
export function lastExit(state: ProcessState): Exit | undefined {
  switch (state.status) {
    case 'stopped':
    case 'stopping':
    case 'completed':
      return state.exit;
    case 'crashed':
      return 'exit' in state.cause ? state.cause.exit : undefined;
    case 'waiting':
    case 'blocked':
    case 'starting':
    case 'running':
      return undefined;
  }
}

function firstLine(text: string): string | undefined {
  const [line] = text.split('\n');
  return line === '' ? undefined : line;
}
