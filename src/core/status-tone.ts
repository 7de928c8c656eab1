import {formatDuration} from './duration.ts';
import type {ProcessSummary} from './process-report.ts';
import type {ProcessStatus} from './process-state.ts';
import {harmless} from './sanitize.ts';

/** What a state means at a glance; who shows it has the colours. */
export type Tone = 'good' | 'busy' | 'bad' | 'dim';

export const STATUS_TONE: Readonly<Record<ProcessStatus, Tone>> = {
  running: 'good',
  completed: 'good',
  waiting: 'busy',
  starting: 'busy',
  stopping: 'busy',
  stopped: 'dim',
  blocked: 'bad',
  crashed: 'bad',
};

/** `crashed (exit code 1)`, harmless and in one line; `reason` says why, if there is something to say. */
export function statusText(status: ProcessStatus, reason: string | undefined): string {
  return reason === undefined ? status : `${status} (${harmless(reason)})`;
}

type StatusFacts = Pick<
  ProcessSummary,
  'status' | 'reason' | 'waitingOn' | 'blockedReason' | 'nextRestartMs' | 'watchPaused'
>;

/**
 * The status with all that belongs to it, likewise: `waiting (for db, cache)`,
 * `running (watch paused)`, `blocked (db crashed)`, `crashed (exit code 1), restarts in 4s`.
 */
export function describeStatus(process: StatusFacts): string {
  const {status, nextRestartMs} = process;
  const text = statusText(status, explanationOf(process));
  const restart = nextRestartMs === undefined ? '' : `, restarts in ${formatWait(nextRestartMs)}`;
  return text + restart;
}

function explanationOf(process: StatusFacts): string | undefined {
  const {status, reason, waitingOn, blockedReason, watchPaused} = process;
  if (status === 'blocked') return blockedReason ?? reason;
  if (status === 'waiting' && waitingOn.length > 0) return `for ${waitingOn.join(', ')}`;
  return reason ?? (status === 'running' && watchPaused ? 'watch paused' : undefined);
}

/** In whole seconds, or milliseconds below one: never later than is said. */
function formatWait(ms: number): string {
  const step = ms < 1000 ? 1 : 1000;
  return formatDuration(Math.ceil(ms / step) * step);
}
