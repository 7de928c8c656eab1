import {oneLine} from '../core/one-line.ts';
import {harmless} from '../core/sanitize.ts';
import type {ProcessStats, ProcessUsage, Stats, Usage} from '../core/stats.ts';
import {cut, fitTable} from './fitted-table.ts';
import type {Paint} from './paint.ts';
import {sizeText} from './request-size.ts';
import {type Cell, renderTable, tableWidth} from './table.ts';

const NONE = '-';
const USAGE_TITLES = ['NAME', 'CPU', 'MEM', 'PEAK', 'LINES'];
const SPARED = ['LINES', 'PEAK'];
const CHILD_TITLES = ['NAME', 'PID', 'CPU', 'MEM', 'COMMAND'];
/** What is left of a command on a terminal that is too narrow for any. */
const MIN_COMMAND_WIDTH = 20;

export interface UsageOfAll {
  readonly stats: Stats;
  readonly processes: readonly ProcessUsage[];
}

/** The last rows of the table of all: their sum, and prox itself. */
export const SUMS = 2;

export interface UsageOptions {
  readonly paint: Paint;
  /** Of the terminal; undefined: as wide as it takes. */
  readonly columns: number | undefined;
}

/** A row for each process with all that it started; then their sum, and prox itself. PEAK is of the memory. */
export function renderUsage({stats, processes}: UsageOfAll, options: UsageOptions): string {
  const {paint, columns} = options;
  const {childrenCpuPercent, childrenMemoryBytes, childrenMemoryBytesPeak, logLines} = stats;
  const all = {cpuPercent: childrenCpuPercent, memoryBytes: childrenMemoryBytes};
  const rows = [
    titleRow(USAGE_TITLES, paint),
    ...processes.map(usageRow),
    // Names that no process can have.
    painted(['all', ...texts(all, childrenMemoryBytesPeak), String(logLines)], paint.strong),
    painted(['prox', ...texts(stats, stats.memoryBytesPeak), NONE], paint.dim),
  ];
  return renderTable(fitTable(rows, {columns, spared: SPARED}));
}

/** The row of each process, with the ports that it listens on; below them what each of them consists of. */
export function renderTrees(processes: readonly ProcessStats[], options: UsageOptions): string {
  const rows = [
    titleRow([...USAGE_TITLES, 'PORTS'], options.paint),
    ...processes.map(process => [
      ...usageRow(process),
      {text: process.listeningPorts.join(', ') || NONE},
    ]),
  ];
  const table = renderTable(fitTable(rows, {columns: options.columns, spared: SPARED}));
  const children = renderChildren(processes, options);
  return children === undefined ? table : `${table}\n\n${children}`;
}

function renderChildren(
  processes: readonly ProcessStats[],
  {paint, columns = Number.POSITIVE_INFINITY}: UsageOptions,
): string | undefined {
  const rows = processes.flatMap(({name, children}) =>
    children.map(child => [
      ...painted([name, String(child.pid), cpuText(child), sizeText(child.memoryBytes)]),
      {text: harmless(oneLine(child.command))},
    ]),
  );
  if (rows.length === 0) return undefined;
  const all = [titleRow(CHILD_TITLES, paint), ...rows];
  const before = tableWidth(all.map(row => [...row.slice(0, -1), {text: ''}]));
  const width = Math.max(columns - before, MIN_COMMAND_WIDTH);
  return renderTable(all.map(row => row.map(cell => ({...cell, text: cut(cell.text, width)}))));
}

function usageRow(process: ProcessUsage): readonly Cell[] {
  const {name, peak, lines} = process;
  return painted([name, ...texts(process, peak.memoryBytes), String(lines)]);
}

/** Nothing is measured of what does not run. */
function texts(usage: Usage, peakBytes: number): readonly string[] {
  const isThere = usage.memoryBytes > 0;
  return [
    isThere ? cpuText(usage) : NONE,
    isThere ? sizeText(usage.memoryBytes) : NONE,
    peakBytes > 0 ? sizeText(peakBytes) : NONE,
  ];
}

/** 100% is one core. */
function cpuText({cpuPercent}: Usage): string {
  return `${cpuPercent.toFixed(1)}%`;
}

function titleRow(titles: readonly string[], paint: Paint): readonly Cell[] {
  return painted(titles, paint.strong);
}

function painted(row: readonly string[], paint?: Cell['paint']): readonly Cell[] {
  return row.map(text => (paint === undefined ? {text} : {text, paint}));
}
