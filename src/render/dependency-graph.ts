import {type Condition, waves} from '../core/dependency-graph.ts';
import type {ProcessKind, ProcessSummary} from '../core/process-report.ts';
import type {ProcessStatus} from '../core/process-state.ts';
import {STATUS_TONE} from '../core/status-tone.ts';
import type {Paint} from './paint.ts';
import {wrapItems} from './wrapped.ts';

/** `prox status --graph=json`. */
export interface DependencyGraph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly status: ProcessStatus;
}

/** `from` needs `to`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly condition: Condition;
}

export function toGraph(processes: readonly ProcessSummary[]): DependencyGraph {
  return {
    nodes: processes.map(({name, kind, status}) => ({name, kind, status})),
    edges: processes.flatMap(({name: from, dependsOn}) =>
      dependsOn.map(({name: to, condition}) => ({from, to, condition})),
    ),
  };
}

/** Into a pipe or file. */
const DEFAULT_COLUMNS = 80;

export interface GraphTextOptions {
  readonly paint: Paint;
  /** Of the terminal; undefined when there is none. */
  readonly columns: number | undefined;
}

/**
 * A line for each process with what it needs, in levels: each needs only what stands above it.
 * `2  api (waiting) → db healthy (not yet), migrate completed`
 */
export function graphToText(
  processes: readonly ProcessSummary[],
  {paint, columns = DEFAULT_COLUMNS}: GraphTextOptions,
): string {
  const byName = new Map(processes.map(process => [process.name, process]));
  const edges = new Map(
    processes.map(({name, dependsOn}) => [name, dependsOn.map(needed => needed.name)]),
  );
  const levels = waves([...byName.keys()], edges);
  const width = String(levels.length).length;
  const lines = levels.flatMap((names, level) =>
    names.flatMap((name, index) => {
      const process = byName.get(name);
      const number = (index === 0 ? String(level + 1) : '').padEnd(width);
      return process ? [`${number}  ${lineOf(process, {paint, columns, before: width + 2})}`] : [];
    }),
  );
  return lines.join('\n');
}

interface LineOptions {
  readonly paint: Paint;
  readonly columns: number;
  readonly before: number;
}

function lineOf(process: ProcessSummary, {paint, columns, before}: LineOptions): string {
  const {name, status, health, dependsOn, waitingOn} = process;
  const words = health === 'unhealthy' ? `${status}, unhealthy` : status;
  const tone = health === 'unhealthy' ? 'bad' : STATUS_TONE[status];
  const head = `${name} (${paint[tone](words)})`;
  if (dependsOn.length === 0) return head;
  const needs = dependsOn.map(needed => {
    const text = `${needed.name} ${needed.condition}`;
    return waitingOn.includes(needed.name) ? `${text} (not yet)` : text;
  });
  const arrow = ' → ';
  return `${head}${arrow}${wrapItems(needs, {
    separator: ', ',
    before: before + `${name} (${words})${arrow}`.length,
    indent: before + 4,
    width: columns,
  })}`;
}
