import type {ProcessStatus} from './process-state.ts';

/** What a state means at a glance; who shows it has the colours. */
export type Tone = 'good' | 'busy' | 'bad' | 'dim';

export const STATUS_TONE: Readonly<Record<ProcessStatus, Tone>> = {
  running: 'good',
  starting: 'busy',
  stopping: 'busy',
  stopped: 'dim',
  crashed: 'bad',
};

/** `crashed (exit code 1)`; `reason` says why, if there is something to say. */
export function statusText(status: ProcessStatus, reason: string | undefined): string {
  return reason === undefined ? status : `${status} (${reason})`;
}
