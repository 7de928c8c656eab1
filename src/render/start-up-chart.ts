import {formatDuration} from '../core/duration.ts';
import type {StartUpReport, StartUpTimes} from '../core/start-up-report.ts';
import type {Paint} from './paint.ts';
import {BAR_LEGEND, barOf, isUnderWay, lastMs, paintBar} from './start-up-bar.ts';
import {type Cell, renderTable, tableWidth} from './table.ts';
import {wrapItems} from './wrapped.ts';

type Step = readonly [key: 'spawnedMs' | 'firstLineMs' | 'portOpenMs' | 'healthyMs', title: string];

/**
 * A column of which no process has a time is left out; so are the first of them in a terminal that is too
 * narrow for all.
 */
const STEPS: readonly Step[] = [
  ['spawnedMs', 'SPAWNED'],
  ['firstLineMs', 'LINE'],
  ['portOpenMs', 'PORT'],
  ['healthyMs', 'HEALTHY'],
];
const NONE = '-';
const MIN_BAR_WIDTH = 16;
/** Of the bars, into a pipe or file. */
const DEFAULT_COLUMNS = 80;

export interface StartUpChartOptions {
  readonly paint: Paint;
  /** Of the terminal; undefined when there is none. */
  readonly columns: number | undefined;
}

/** `prox status --timings`: a bar and the times of every process, and what the start took so long for. */
export function renderStartUp(report: StartUpReport, options: StartUpChartOptions): string {
  if (report.processes.length === 0) return 'Nothing was started yet.';
  const {columns: width = DEFAULT_COLUMNS} = options;
  return [
    chart(report, options),
    '',
    wrapItems(BAR_LEGEND, {separator: '  ', before: 0, indent: 0, width}),
    ...criticalPath(report, width),
  ].join('\n');
}

function chart(report: StartUpReport, {paint, columns}: StartUpChartOptions): string {
  const {processes} = report;
  const spareWith = (steps: readonly Step[]): number =>
    (columns ?? DEFAULT_COLUMNS) -
    tableWidth(toRows(report, {steps, paint, axis: '', barOf: () => ''}));
  const known = STEPS.filter(([key]) => processes.some(process => process[key] !== undefined));
  const fits = (steps: readonly Step[]): boolean => spareWith(steps) >= MIN_BAR_WIDTH;
  const steps = columns === undefined ? known : withoutFirst(known, fits);
  const spare = spareWith(steps);
  const inTime = processes.filter(process => !isLate(process, report));
  const endMs = inTime.map(process => (isUnderWay(process) ? report.elapsedMs : lastMs(process)));
  const scale = {ms: Math.max(1, ...endMs), width: Math.max(MIN_BAR_WIDTH, spare)};
  const bars: Bars = {
    steps,
    paint,
    axis: `0s${formatMs(scale.ms).padStart(scale.width - '0s'.length)}`,
    barOf: process =>
      isLate(process, report) ? `asked ${formatMs(process.askedMs)} later` : barOf(process, scale),
  };
  return renderTable(toRows(report, bars));
}

/** As many as fit. */
function withoutFirst(
  steps: readonly Step[],
  fits: (steps: readonly Step[]) => boolean,
): readonly Step[] {
  return steps.length === 0 || fits(steps) ? steps : withoutFirst(steps.slice(1), fits);
}

interface Bars {
  readonly steps: readonly Step[];
  readonly paint: Paint;
  readonly axis: string;
  readonly barOf: (process: StartUpTimes) => string;
}

function toRows(report: StartUpReport, bars: Bars): readonly (readonly Cell[])[] {
  const {processes} = report;
  const {steps} = bars;
  const titles = ['NAME', bars.axis, ...steps.map(([, title]) => title), 'READY'];
  const rows = processes.map((process): readonly Cell[] => {
    const sinceMs = isLate(process, report) ? process.askedMs : 0;
    const time = (ms: number | undefined, otherwise: string): Cell => ({
      text: ms === undefined ? otherwise : formatMs(ms - sinceMs),
    });
    return [
      {text: process.name},
      {text: bars.barOf(process), paint: text => paintBar(text, bars.paint)},
      ...steps.map(([key]) => time(process[key], NONE)),
      time(process.readyMs, process.status),
    ];
  });
  return [titles.map(text => ({text, paint: bars.paint.strong})), ...rows];
}

/** It was started by itself when all the others were ready: its times are counted from there. */
function isLate({askedMs}: StartUpTimes, {totalMs}: StartUpReport): boolean {
  return totalMs !== undefined && askedMs > totalMs;
}

function criticalPath(
  {processes, criticalPath: path, totalMs}: StartUpReport,
  width: number,
): readonly string[] {
  const last = processes.find(({name}) => name === path.at(-1));
  if (last?.readyMs === undefined) return [];
  const title = `critical path${totalMs === undefined ? ' so far' : ''}: `;
  const names = [...path.slice(0, -1), `${last.name} (${formatMs(last.readyMs)})`];
  return [title + wrapItems(names, {separator: ' → ', before: title.length, indent: 2, width})];
}

/** `350ms`, `3.4s`, `1m05s` */
function formatMs(ms: number): string {
  return ms >= 1000 && ms < 60_000 ? `${(ms / 1000).toFixed(1)}s` : formatDuration(ms);
}
