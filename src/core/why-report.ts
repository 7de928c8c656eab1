import type {Health} from './health.ts';
import type {HealthcheckReport, PortConflict, ProcessKind} from './process-report.ts';
import type {ProcessStatus} from './process-state.ts';

/** One page on why a process is as it is. */
export interface WhyReport {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly status: ProcessStatus;
  readonly health: Health;
  /** RFC 3339: since when it has this status. */
  readonly since: string;
  /** What is wrong, in a sentence that stands alone; undefined when all is well. */
  readonly cause: string | undefined;
  readonly nextStep: string | undefined;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly restarts: number;
  readonly nextRestartMs: number | undefined;
  readonly waitingOn: readonly string[];
  readonly portConflict: PortConflict | undefined;
  readonly healthcheck: HealthcheckReport;
  /** Why changed files do nothing just now. */
  readonly watchPausedReason: string | undefined;
  /** What it last wrote to stderr, else to stdout; of its latest run, without the deep frames of traces. */
  readonly lastLines: readonly string[];
  /** What differs from the last run that went well; undefined when there was none. */
  readonly changes: RunChanges | undefined;
}

export interface RunChanges {
  /** Keys of the process in prox.yaml. */
  readonly config: readonly string[];
  /** Names of variables. */
  readonly envAdded: readonly string[];
  readonly envRemoved: readonly string[];
  readonly envChanged: readonly string[];
}
