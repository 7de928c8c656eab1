import {formatDuration} from '../../core/duration.ts';
import type {Paint} from './paint.ts';
import {renderTable, type Cell} from './table.ts';

/** How the last run of a process ended. */
export interface EndedRun {
  readonly name: string;
  /** `exit code 1`, `SIGKILL`, `not started`. */
  readonly end: string;
  readonly isBad: boolean;
  readonly ranForMs: number;
  /** The last line on standard error, made harmless; empty when there was none. */
  readonly lastError: string;
}

/** What `prox up` leaves on the screen when every process has ended by itself. */
export function renderClosing(runs: readonly EndedRun[], paint: Paint): string {
  const header = ['NAME', 'ENDED', 'RAN FOR', 'LAST LINE ON STDERR'];
  const rows = runs.map((run): readonly Cell[] => [
    {text: run.name},
    {text: run.end, paint: run.isBad ? paint.bad : paint.good},
    {text: formatDuration(run.ranForMs)},
    {text: run.lastError},
  ]);
  return renderTable([header.map(text => ({text, paint: paint.strong})), ...rows]);
}
