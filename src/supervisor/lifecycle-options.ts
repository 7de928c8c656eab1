import type {ProcessConfig} from '../config/config.ts';
import type {Gate} from '../core/dependency-graph.ts';
import type {RunHost} from './run-host.ts';
import type {RunPlan} from './run.ts';

export interface LifecycleOptions {
  readonly config: ProcessConfig;
  readonly host: RunHost;
  /** Reads the env files for the next run, and when `isFresh` first the definition as it is in the file now. */
  readonly makePlan: (config: ProcessConfig, options: {isFresh: boolean}) => Promise<RunPlan>;
  /** Whether what it depends on is there. */
  readonly gate: (config: ProcessConfig) => Gate;
  /** Called after every change of state or health. */
  readonly onChange: () => void;
}
