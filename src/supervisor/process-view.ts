import type {DependencyConfig, ProcessConfig} from '../config/config.ts';
import type {HealthState} from '../core/health.ts';
import type {PortConflict} from '../core/process-report.ts';
import type {ProcessState} from '../core/process-state.ts';
import type {Run, RunPlan} from './run.ts';

/** What one look at a process, a task or a dependency shows. */
export type MemberView = ProcessView | DependencyView;

export interface ProcessView {
  readonly kind: 'process' | 'task';
  /** Of the run, or else of the next one as far as is known. */
  readonly config: ProcessConfig;
  readonly state: ProcessState;
  /** Epoch ms: since when it has this status. */
  readonly since: number;
  readonly run: Run | undefined;
  readonly health: HealthState;
  readonly restarts: number;
  /** Of the restarts in a row before prox stopped making more; undefined: it has not, or somebody began anew. */
  readonly givenUpAfter: number | undefined;
  /** How long the latest run has lasted; undefined when there was none. */
  readonly ranForMs: number | undefined;
  /** Monotonic ms of the restart that `restart` has decided on. */
  readonly restartDueAt: number | undefined;
  /** It has had a child since prox is up, or was to have one. */
  readonly wasStarted: boolean;
  /** It does not run because somebody said so. */
  readonly isHeld: boolean;
  /** A start or restart was asked for, and its definition is still being read. */
  readonly isAsked: boolean;
  /** Who held the port when it was last started; undefined: nobody. */
  readonly portConflict: PortConflict | undefined;
  /** What prox.yaml and its env files add to the environment, secrets and all. */
  readonly addedEnv: Readonly<Record<string, string>>;
  /** What the latest run was made from. */
  readonly plan: RunPlan | undefined;
  /** What the latest run that went well was made from. */
  readonly lastGoodPlan: RunPlan | undefined;
  /** Of its first start, until it was ready for the first time. */
  readonly startUp: StartUpMarks | undefined;
}

export interface DependencyView {
  readonly kind: 'dependency';
  readonly config: DependencyConfig;
  readonly state: DependencyState;
  /** Epoch ms: since when it has this status. */
  readonly since: number;
  /** Healthy when it is there. */
  readonly health: HealthState;
  readonly startUp: StartUpMarks | undefined;
}

/** `running`: it is there, or with `on_failure: warn` taken for granted. It has no child of ours. */
export type DependencyState =
  | {readonly status: 'stopped'}
  | {readonly status: 'starting'}
  | {readonly status: 'running'}
  | {readonly status: 'crashed'; readonly reason: string};

/** Monotonic ms of the steps of a start. */
export interface StartUpMarks {
  readonly askedAt: number;
  readonly spawnedAt: number | undefined;
  readonly firstLineAt: number | undefined;
  readonly portOpenAt: number | undefined;
  readonly healthyAt: number | undefined;
  readonly readyAt: number | undefined;
}
