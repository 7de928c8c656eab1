import {describeBriefly} from '../core/blockers.ts';
import {formatDuration} from '../core/duration.ts';
import type {Health} from '../core/health.ts';
import type {ProcessSummary} from '../core/process-report.ts';
import {STATUS_TONE, type Tone} from '../core/status-tone.ts';
import type {Paint} from './paint.ts';
import {type Cell, renderTable, tableWidth} from './table.ts';
import {wrapItems} from './wrapped.ts';

const HEALTH_TONE: Readonly<Record<Health, Tone>> = {
  healthy: 'good',
  unhealthy: 'bad',
  unknown: 'dim',
};
const NONE = '-';
/** Narrower than this no status becomes, however narrow the terminal is. */
const MIN_STATUS_WIDTH = 20;

export interface StatusTableOptions {
  readonly paint: Paint;
  /** Of the terminal; undefined: as wide as it takes. */
  readonly columns: number | undefined;
}

type CellOf = (process: ProcessSummary, paint: Paint) => Cell;

/** Behind NAME and STATUS. */
const COLUMNS = {
  PID: ({pid}) => ({text: pid === 0 ? NONE : String(pid)}),
  UPTIME: process => ({text: uptimeText(process)}),
  RESTARTS: ({restarts}) => ({text: String(restarts)}),
  HEALTH: ({health}, paint) => ({text: health, paint: paint[HEALTH_TONE[health]]}),
  PORT: ({port}) => ({text: port === undefined ? NONE : String(port)}),
  URL: ({url}) => ({text: url ?? NONE}),
} as const satisfies Readonly<Record<string, CellOf>>;
type Column = keyof typeof COLUMNS;
const ALL: readonly Column[] = ['PID', 'UPTIME', 'RESTARTS', 'HEALTH', 'PORT', 'URL'];
/** The order in which a narrow terminal goes without them. */
const SPARED: readonly Column[] = ['PID', 'RESTARTS', 'UPTIME', 'HEALTH', 'PORT', 'URL'];

interface Line {
  readonly process: ProcessSummary;
  readonly status: string;
}

/**
 * The table of `prox status`: every state is a word, colour only repeats it. URLs have a column when there
 * are any. A terminal that is too narrow with the shortest statuses goes without some columns. A status
 * that is too long for it is cut, and stands in full below the table.
 */
export function renderStatus(
  processes: readonly ProcessSummary[],
  {paint, columns = Infinity}: StatusTableOptions,
): string {
  const shown = fittingColumns(processes, {paint, columns});
  const lines = toLines(processes, shown);
  const excess = tableWidth(toRows(lines, shown, paint)) - columns;
  const widest = Math.max(0, ...lines.map(({status}) => status.length));
  const width = excess > 0 ? Math.max(MIN_STATUS_WIDTH, widest - excess) : Infinity;
  const table = renderTable(toRows(cutTo(lines, width), shown, paint));
  const details = detailsOf(lines.filter(({status}) => status.length > width)).map(text =>
    wrapItems(text.split(' '), {separator: ' ', before: 0, indent: 2, width: columns}),
  );
  return details.length === 0 ? table : [table, '', ...details].join('\n');
}

function fittingColumns(
  processes: readonly ProcessSummary[],
  {paint, columns}: {readonly paint: Paint; readonly columns: number},
): readonly Column[] {
  const hasUrls = processes.some(({url}) => url !== undefined);
  let shown = ALL.filter(column => column !== 'URL' || hasUrls);
  for (const spared of SPARED) {
    const shortest = cutTo(toLines(processes, shown), MIN_STATUS_WIDTH);
    if (tableWidth(toRows(shortest, shown, paint)) <= columns) break;
    shown = shown.filter(column => column !== spared);
  }
  return shown;
}

function toLines(processes: readonly ProcessSummary[], shown: readonly Column[]): readonly Line[] {
  return processes.map(process => {
    const status = statusOf(process, processes);
    const isUntold = process.health === 'unhealthy' && !shown.includes('HEALTH');
    return {process, status: isUntold ? `${status}, ${process.health}` : status};
  });
}

function toRows(
  lines: readonly Line[],
  shown: readonly Column[],
  paint: Paint,
): readonly (readonly Cell[])[] {
  const rows = lines.map(({process, status}): readonly Cell[] => [
    {text: process.name},
    {text: status, paint: paint[STATUS_TONE[process.status]]},
    ...shown.map(column => COLUMNS[column](process, paint)),
  ]);
  return [['NAME', 'STATUS', ...shown].map(text => ({text, paint: paint.strong})), ...rows];
}

/** What runs outside is said to be so: it has no pid that prox knows. */
function statusOf(process: ProcessSummary, processes: readonly ProcessSummary[]): string {
  const text = describeBriefly(process, processes);
  const isPlain = process.kind === 'dependency' && text === process.status;
  return isPlain ? `${text} (${process.kind})` : text;
}

function cutTo(lines: readonly Line[], width: number): readonly Line[] {
  return lines.map(({process, status}) => ({
    process,
    status: status.length > width ? `${status.slice(0, width - 1)}…` : status,
  }));
}

/** `api, web: blocked (db is unhealthy)`: what several say is said once. */
function detailsOf(lines: readonly Line[]): readonly string[] {
  const statuses = [...new Set(lines.map(({status}) => status))];
  return statuses.map(text => {
    const names = lines.filter(({status}) => status === text).map(({process}) => process.name);
    return `${names.join(', ')}: ${text}`;
  });
}

function uptimeText({pid, uptimeSeconds}: ProcessSummary): string {
  if (pid === 0) return NONE;
  return uptimeSeconds === 0 ? '0s' : formatDuration(uptimeSeconds * 1000);
}

/** Whether `prox status` answers 1 for it. */
export function isUnwell({status, health}: Pick<ProcessSummary, 'status' | 'health'>): boolean {
  return status === 'crashed' || status === 'blocked' || health === 'unhealthy';
}
