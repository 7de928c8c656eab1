import type {StopFailure} from './prox.ts';

/** How a process, a task or a dependency is defined otherwise. */
export interface ChangedDefinition {
  readonly name: string;
  /** Keys of prox.yaml. */
  readonly keys: readonly string[];
}

/** Which names an edited prox.yaml touches. */
export interface ReloadReport {
  /** Undone when it was a dry run. */
  readonly dryRun: boolean;
  readonly processes: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** Of a changed definition, and started anew with it. */
    readonly restarted: readonly string[];
    /** Of a changed definition that needs no new child. */
    readonly updated: readonly string[];
    readonly unchanged: readonly string[];
  };
  /** What differs in those that are restarted or updated. */
  readonly changes: readonly ChangedDefinition[];
  readonly routes: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
    readonly unchanged: readonly string[];
  };
  /** Keys that only a new start of prox applies. */
  readonly restartRequired: readonly string[];
  /** What went wrong while it was applied, by process. */
  readonly failures: readonly StopFailure[];
}
