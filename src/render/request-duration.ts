import {formatDuration} from '../core/duration.ts';

/** How long a request took: `350ms`, `1.6s`, `3m05s`. */
export function requestDuration(ms: number): string {
  if (ms < 1000 || ms >= 60_000) return formatDuration(ms);
  return `${(Math.floor(ms / 100) / 10).toFixed(1)}s`;
}
