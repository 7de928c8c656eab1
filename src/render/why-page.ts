import {formatDuration} from '../core/duration.ts';
import {describeExit} from '../core/exit.ts';
import {holderText} from '../core/port-holder-text.ts';
import type {ProcessStatus} from '../core/process-state.ts';
import {harmless} from '../core/sanitize.ts';
import {STATUS_TONE} from '../core/status-tone.ts';
import type {RunChanges, WhyReport} from '../core/why-report.ts';
import type {Paint} from './paint.ts';
import {isUnwell} from './status-table.ts';

export interface WhyPageOptions {
  readonly paint: Paint;
  /** Epoch ms. */
  readonly now: number;
}

/** Shown of what the last check has put out. */
const MAX_OUTPUT_LINES = 5;

/** One page: what is wrong in the first line, then what is known, then what to do. */
export function renderWhy(report: WhyReport, options: WhyPageOptions): string {
  const {paint, now} = options;
  const next =
    report.nextStep === undefined
      ? []
      : ['', `${paint.strong('next')}  ${harmless(report.nextStep)}`];
  return [
    renderHeadline(report, options),
    '',
    ...factRows(report, now).flatMap(row => renderRow(row, paint)),
    ...lastLines(report, paint),
    ...next,
  ].join('\n');
}

/** What is wrong, or that nothing is. */
export function renderHeadline(report: WhyReport, {paint}: Pick<WhyPageOptions, 'paint'>): string {
  const tone = isUnwell(report) ? 'bad' : STATUS_TONE[report.status];
  return paint[tone](harmless(report.cause ?? wellText(report)));
}

const STATUS_TEXT: Readonly<Record<ProcessStatus, string>> = {
  stopped: 'is stopped',
  waiting: 'is waiting',
  blocked: 'is blocked',
  starting: 'is starting',
  running: 'is running',
  stopping: 'is being stopped',
  completed: 'has completed',
  crashed: 'has crashed',
};

function wellText(report: WhyReport): string {
  const {name, kind, status, health, exitCode, signal} = report;
  if (kind === 'dependency' && status === 'running') return `${name} is there`;
  if (status === 'running' && health === 'healthy') return `${name} is running and healthy`;
  if (status === 'stopped' && exitCode !== undefined) {
    return `${name} has ended (${describeExit({code: exitCode, signal})})`;
  }
  return `${name} ${STATUS_TEXT[status]}`;
}

/** Further lines of the text stand below its first. */
type Row = readonly [label: string, lines: readonly string[]];

function factRows(report: WhyReport, now: number): readonly Row[] {
  const {status, since, exitCode, signal, waitingOn, portConflict, watchPausedReason} = report;
  const hasEnded = exitCode !== undefined || signal !== undefined;
  const age = formatDuration(Math.max(0, now - Date.parse(since)));
  const rows: readonly Row[] = [
    ['status', [`${status} for ${age}, since ${since}`]],
    ['exit', hasEnded ? [describeExit({code: exitCode, signal})] : []],
    ['restarts', restartLines(report)],
    ['waits for', waitingOn.length > 0 ? [waitingOn.join(', ')] : []],
    ['port', portConflict ? [`${portConflict.port}, held by ${holderText(portConflict)}`] : []],
    ['watch', watchPausedReason === undefined ? [] : [`paused: ${watchPausedReason}`]],
    ['check', checkLines(report)],
    ['changed', changeLines(report.changes)],
  ];
  return rows.filter(([, lines]) => lines.length > 0);
}

function restartLines({restarts, nextRestartMs}: WhyReport): readonly string[] {
  if (restarts === 0 && nextRestartMs === undefined) return [];
  const next = nextRestartMs === undefined ? '' : `, next in ${formatDuration(nextRestartMs)}`;
  return [`${restarts}${next}`];
}

function checkLines({status, health, healthcheck}: WhyReport): readonly string[] {
  const {enabled, lastCheck, lastOutput, consecutiveFailures} = healthcheck;
  if (!enabled) return [];
  if (lastCheck === undefined) return isToBeChecked(status) ? [`${health}, not checked yet`] : [];
  const failures = consecutiveFailures === 0 ? '' : `, ${consecutiveFailures} failed in a row`;
  const shown = lastOutput.trimEnd().split('\n').slice(0, MAX_OUTPUT_LINES);
  return [`${health}${failures}, last at ${lastCheck}`, ...shown.filter(line => line !== '')];
}

/** What does not run is not checked. */
function isToBeChecked(status: ProcessStatus): boolean {
  return status === 'starting' || status === 'running';
}

/** Against the last run that went well. */
function changeLines(changes: RunChanges | undefined): readonly string[] {
  if (changes === undefined) return [];
  const {config, envAdded, envRemoved, envChanged} = changes;
  const lists: readonly (readonly [title: string, names: readonly string[]])[] = [
    ['prox.yaml', config],
    ['env added', envAdded],
    ['env removed', envRemoved],
    ['env changed', envChanged],
  ];
  const lines = lists.flatMap(([title, names]) =>
    names.length > 0 ? [`${title}: ${names.join(', ')}`] : [],
  );
  return lines.length > 0 ? ['since the last good run', ...lines] : [];
}

const LABEL_WIDTH = 'waits for'.length;

function renderRow([label, [first = '', ...more]]: Row, paint: Paint): readonly string[] {
  const indent = ' '.repeat(LABEL_WIDTH + 2);
  return [
    `${paint.dim(label.padEnd(LABEL_WIDTH))}  ${harmless(first)}`,
    ...more.map(line => `${indent}${harmless(line)}`),
  ];
}

function lastLines({lastLines: lines}: WhyReport, paint: Paint): readonly string[] {
  if (lines.length === 0) return [];
  return ['', paint.dim('last lines'), ...lines.map(line => `  ${harmless(line)}`)];
}
