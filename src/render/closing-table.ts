import {formatDuration} from '../core/duration.ts';
import type {Paint} from './paint.ts';
import {renderTable, type Cell} from './table.ts';

/** How a process ended, or why it did not even run. */
export interface ClosingRow {
  readonly name: string;
  /** `exit code 1`, `SIGKILL`, `completed`, `blocked (by db)`. */
  readonly end: string;
  readonly isBad: boolean;
  /** Undefined: it did not run. */
  readonly ranForMs: number | undefined;
  /** The last line on standard error, made harmless; empty when there was none. */
  readonly lastError: string;
}

/** What `prox up` leaves on the screen when every process has ended by itself. */
export function renderClosing(closing: readonly ClosingRow[], paint: Paint): string {
  const header = ['NAME', 'ENDED', 'RAN FOR', 'LAST LINE ON STDERR'];
  const rows = closing.map((row): readonly Cell[] => [
    {text: row.name},
    {text: row.end, paint: row.isBad ? paint.bad : paint.good},
    {text: row.ranForMs === undefined ? '-' : formatDuration(row.ranForMs)},
    {text: row.lastError},
  ]);
  return renderTable([header.map(text => ({text, paint: paint.strong})), ...rows]);
}
