import {formatDuration} from '../core/duration.ts';
import {describeExit} from '../core/exit.ts';
import type {Exit, ProcessState} from '../core/process-state.ts';
import {timesOf, type Verdict} from '../core/restart-policy.ts';

/** What a process waits for, to follow its name; undefined when it does not. */
export function describeWait(state: ProcessState): string | undefined {
  switch (state.status) {
    case 'waiting':
      return `waits for ${state.on.join(', ')}`;
    case 'blocked':
      return `is blocked: ${state.reason}`;
    case 'stopped':
    case 'starting':
    case 'running':
    case 'stopping':
    case 'completed':
    case 'crashed':
      return undefined;
  }
}

/** A run that nobody has stopped. */
export interface EndedRun extends Exit {
  readonly kind: 'process' | 'task';
  readonly verdict: Verdict;
}

/** Not as a crash: one that ends well too often in a row counts as such. */
export function isGoodEnd({success, verdict}: EndedRun): boolean {
  return success && verdict.type !== 'giveUp';
}

/** How a run ended, and what follows; to follow its name. */
export function describeEnd(end: EndedRun): string {
  const {kind, verdict, ...exit} = end;
  const verb = isGoodEnd(end) ? (kind === 'task' ? 'completed' : 'ended') : 'crashed';
  return `${verb} (${describeExit(exit)})${describeVerdict(verdict)}`;
}

/** Of pids that outlived everything: `still alive after SIGKILL: 12, 13`. */
export function aliveText(pids: readonly number[]): string {
  return `still alive after SIGKILL: ${pids.join(', ')}`;
}

export function describeVerdict(verdict: Verdict): string {
  switch (verdict.type) {
    case 'stay':
      return '';
    case 'restart':
      return `, restarts in ${formatDuration(verdict.inMs)}`;
    case 'giveUp':
      return `, given up after ${timesOf(verdict.restarts)}`;
  }
}
