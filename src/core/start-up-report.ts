import type {Requirement} from './dependency-graph.ts';
import type {ProcessKind} from './process-report.ts';
import type {ProcessStatus} from './process-state.ts';

/** Times are milliseconds since prox began to start processes. */
export interface StartUpReport {
  /** Until the last of them was ready; undefined while one is not. */
  readonly totalMs: number | undefined;
  /** Until this was asked. */
  readonly elapsedMs: number;
  /** In the order of prox.yaml; without those that were not started. */
  readonly processes: readonly StartUpTimes[];
  /** The chain of processes, each waiting for the one before, that took longest. */
  readonly criticalPath: readonly string[];
}

export interface StartUpTimes {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly status: ProcessStatus;
  readonly dependsOn: readonly Requirement[];
  readonly askedMs: number;
  readonly spawnedMs: number | undefined;
  readonly firstLineMs: number | undefined;
  readonly portOpenMs: number | undefined;
  readonly healthyMs: number | undefined;
  /** When those who wait for it could go on; undefined while it is crashed or blocked. */
  readonly readyMs: number | undefined;
  /** Since when it is crashed or blocked; undefined when it is not, or had been ready before. */
  readonly failedMs: number | undefined;
}
