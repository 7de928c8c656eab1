import type {Health, HealthState} from '../health.ts';
import type {PortConflict, ProcessKind} from '../process-report.ts';
import type {ProcessState, ProcessStatus} from '../process-state.ts';
import type {RunChanges} from '../why-report.ts';

/** What is known of a process or task when somebody asks why it is as it is. */
export interface Facts {
  readonly name: string;
  readonly state: ProcessState;
  /** It has been started since prox is up, or was to be. */
  readonly wasStarted: boolean;
  /** It does not run because somebody said so. */
  readonly isHeld: boolean;
  /** How long its child has been there. */
  readonly runsForMs: number | undefined;
  /** Of a task. */
  readonly timeoutMs: number | undefined;
  /** Until it is started again by itself. */
  readonly nextRestartMs: number | undefined;
  /** So many restarts in a row were made before prox stopped making more; it may live on. */
  readonly givenUpAfter: number | undefined;
  /** Changed files do nothing just now. */
  readonly isWatchPaused: boolean;
  readonly health: HealthState;
  /** Undefined without a healthcheck. */
  readonly check: CheckFacts | undefined;
  readonly port: PortFacts;
  readonly output: LastOutput;
  /** Undefined when no run has gone well yet. */
  readonly changes: RunChanges | undefined;
  /** Whatever else prox knows by name. */
  readonly others: readonly Other[];
}

export interface CheckFacts {
  /** What it does, for people: `GET :3000/health`. */
  readonly asks: string;
  /** What it asks, without what may be secret; undefined when that is no URL. */
  readonly url: string | undefined;
  /** It waits for a line of the process instead of asking. */
  readonly isLogLine: boolean;
  readonly timeoutMs: number;
  readonly startPeriodMs: number;
}

export interface PortFacts {
  /** The one that it is to have, or that it said it could not have. */
  readonly number: number | undefined;
  /** A stranger who holds it now. */
  readonly holder: PortConflict | undefined;
  /** Who held the port when it was last started. */
  readonly formerHolder: PortConflict | undefined;
}

/** The last lines of its latest run, oldest first, without what steers a terminal. */
export interface LastOutput {
  readonly stderr: readonly string[];
  readonly stdout: readonly string[];
}

/** Its latest run has said nothing. */
export function isSilent({output: {stderr, stdout}}: Facts): boolean {
  return [...stderr, ...stdout].every(line => line.trim() === '');
}

/** Another process, task or dependency. */
export interface Other {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly status: ProcessStatus;
  /** Unknown also without a healthcheck. */
  readonly health: Health;
  /** What it is behind at, on this machine. */
  readonly port: number | undefined;
  readonly waitingOn: readonly string[];
  /** Why it is crashed, or what its last check has shown. */
  readonly reason: string | undefined;
}

/** Sentences for people. Both are undefined when all is well. */
export interface Diagnosis {
  /** What is wrong; begins with the name and stands alone. */
  readonly cause: string | undefined;
  /** A command, or an edit of prox.yaml. */
  readonly nextStep: string | undefined;
}

export const WELL: Diagnosis = {cause: undefined, nextStep: undefined};
