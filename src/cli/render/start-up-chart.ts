import {formatDuration} from '../../core/duration.ts';
import type {StartUpReport, StartUpTimes} from '../../core/start-up-report.ts';
import type {Paint} from './paint.ts';
import {BAR_LEGEND, barOf, lastMs, paintBar} from './start-up-bar.ts';
import {type Cell, renderTable, tableWidth} from './table.ts';
import {wrapItems} from './wrapped.ts';

type Step = 'spawnedMs' | 'firstLineMs' | 'portOpenMs' | 'healthyMs';

/** A column of which no process has a time is left out. */
const STEPS: readonly (readonly [step: Step, title: string])[] = [
  ['spawnedMs', 'SPAWNED'],
  ['firstLineMs', 'LINE'],
  ['portOpenMs', 'PORT'],
  ['healthyMs', 'HEALTHY'],
];
const NONE = '-';
const MIN_BAR_WIDTH = 16;
/** Into a pipe or file. */
const DEFAULT_COLUMNS = 80;

export interface StartUpChartOptions {
  readonly paint: Paint;
  /** Of the terminal; undefined when there is none. */
  readonly columns: number | undefined;
}

/** `prox status --timings`: a bar and the times of every process, and what the start took so long for. */
export function renderStartUp(
  report: StartUpReport,
  {paint, columns = DEFAULT_COLUMNS}: StartUpChartOptions,
): string {
  if (report.processes.length === 0) return 'Nothing was started yet.';
  return [
    chart(report, {paint, columns}),
    '',
    wrapItems(BAR_LEGEND, {separator: '  ', before: 0, indent: 0, width: columns}),
    ...criticalPath(report, columns),
  ].join('\n');
}

function chart(
  report: StartUpReport,
  {paint, columns}: {readonly paint: Paint; readonly columns: number},
): string {
  const {processes} = report;
  const spare = columns - tableWidth(toRows(report, {paint, axis: '', barOf: () => ''}));
  const inTime = processes.filter(process => !isLate(process, report));
  const scale = {ms: Math.max(1, ...inTime.map(lastMs)), width: Math.max(MIN_BAR_WIDTH, spare)};
  const bars: Bars = {
    paint,
    axis: `0s${formatMs(scale.ms).padStart(scale.width - '0s'.length)}`,
    barOf: process =>
      isLate(process, report) ? `asked ${formatMs(process.askedMs)} later` : barOf(process, scale),
  };
  return renderTable(toRows(report, bars));
}

interface Bars {
  readonly paint: Paint;
  readonly axis: string;
  readonly barOf: (process: StartUpTimes) => string;
}

function toRows(report: StartUpReport, bars: Bars): readonly (readonly Cell[])[] {
  const {processes} = report;
  const steps = STEPS.filter(([step]) => processes.some(process => process[step] !== undefined));
  const titles = ['NAME', bars.axis, ...steps.map(([, title]) => title), 'READY'];
  const rows = processes.map((process): readonly Cell[] => {
    const sinceMs = isLate(process, report) ? process.askedMs : 0;
    const time = (ms: number | undefined, otherwise: string): Cell => ({
      text: ms === undefined ? otherwise : formatMs(ms - sinceMs),
    });
    return [
      {text: process.name},
      {text: bars.barOf(process), paint: text => paintBar(text, bars.paint)},
      ...steps.map(([step]) => time(process[step], NONE)),
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
