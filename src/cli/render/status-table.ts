import {formatDuration} from '../../core/duration.ts';
import type {Health} from '../../core/health.ts';
import type {ProcessSummary} from '../../core/process-report.ts';
import {describeStatus, STATUS_TONE, type Tone} from '../../core/status-tone.ts';
import type {Paint} from './paint.ts';
import {type Cell, renderTable, tableWidth} from './table.ts';

const HEALTH_TONE: Readonly<Record<Health, Tone>> = {
  healthy: 'good',
  unhealthy: 'bad',
  unknown: 'dim',
};
const HEADER = ['NAME', 'STATUS', 'PID', 'UPTIME', 'RESTARTS', 'HEALTH', 'PORT'];
const NONE = '-';
/** Narrower than this no status becomes, however narrow the terminal is. */
const MIN_STATUS_WIDTH = 20;

export interface StatusTableOptions {
  readonly paint: Paint;
  /** Of the terminal; undefined: as wide as it takes. */
  readonly columns: number | undefined;
}

/**
 * The table of `prox status`: every state is a word, colour only repeats it. URLs have a column when there
 * are any. A status that is too long for the terminal is cut, and stands in full below the table.
 */
export function renderStatus(
  processes: readonly ProcessSummary[],
  {paint, columns}: StatusTableOptions,
): string {
  const statuses = processes.map(statusOf);
  const excess = tableWidth(toRows(processes, statuses, paint)) - (columns ?? Infinity);
  const widest = Math.max(0, ...statuses.map(text => text.length));
  const width = excess > 0 ? Math.max(MIN_STATUS_WIDTH, widest - excess) : Infinity;
  const table = renderTable(
    toRows(
      processes,
      statuses.map(text => cut(text, width)),
      paint,
    ),
  );
  const details = processes.flatMap(({name}, index) => {
    const text = statuses[index] ?? '';
    return text.length > width ? [`${name}: ${text}`] : [];
  });
  return details.length === 0 ? table : [table, '', ...details].join('\n');
}

function toRows(
  processes: readonly ProcessSummary[],
  statuses: readonly string[],
  paint: Paint,
): readonly (readonly Cell[])[] {
  const hasUrls = processes.some(({url}) => url !== undefined);
  const header = [...HEADER, ...(hasUrls ? ['URL'] : [])];
  const rows = processes.map((process, index): readonly Cell[] => [
    {text: process.name},
    {text: statuses[index] ?? '', paint: paint[STATUS_TONE[process.status]]},
    {text: process.pid === 0 ? NONE : String(process.pid)},
    {text: uptimeText(process)},
    {text: String(process.restarts)},
    {text: process.health, paint: paint[HEALTH_TONE[process.health]]},
    {text: process.port === undefined ? NONE : String(process.port)},
    ...(hasUrls ? [{text: process.url ?? NONE}] : []),
  ]);
  return [header.map(text => ({text, paint: paint.strong})), ...rows];
}

/** What runs outside is said to be so: it has no pid that prox knows. */
function statusOf(process: ProcessSummary): string {
  const text = describeStatus(process);
  const isPlain = process.kind === 'dependency' && text === process.status;
  return isPlain ? `${text} (${process.kind})` : text;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

function uptimeText({pid, uptimeSeconds}: ProcessSummary): string {
  if (pid === 0) return NONE;
  return uptimeSeconds === 0 ? '0s' : formatDuration(uptimeSeconds * 1000);
}

/** Whether `prox status` answers 1 for it. */
export function isUnwell({status, health}: Pick<ProcessSummary, 'status' | 'health'>): boolean {
  return status === 'crashed' || status === 'blocked' || health === 'unhealthy';
}
