import type {ProcessConfig} from '../config/config.ts';
import type {ProcessState} from '../core/process-state.ts';
import type {Run} from './run.ts';

/** What one look at a process shows. */
export interface ProcessView {
  /** Of the run, or else of the next one as far as is known. */
  readonly config: ProcessConfig;
  readonly state: ProcessState;
  readonly run: Run | undefined;
  readonly health: Run['health'];
  readonly restarts: number;
  /** It has had a child since prox is up, or was to have one. */
  readonly wasStarted: boolean;
  /** It does not run because somebody said so. */
  readonly isHeld: boolean;
  /** Who held the port when it was last started, to follow its name; undefined: nobody. */
  readonly portWarning: string | undefined;
  /** What prox.yaml and its env files add to the environment, secrets and all. */
  readonly addedEnv: Readonly<Record<string, string>>;
}
