import type {Verdict} from './restart-policy.ts';

export const PROCESS_STATUSES = [
  'stopped',
  'waiting',
  'blocked',
  'starting',
  'running',
  'stopping',
  'completed',
  'crashed',
] as const;
export type ProcessStatus = (typeof PROCESS_STATUSES)[number];

/** How a run ended. Exactly one of `code` and `signal` is known. */
export interface Exit {
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** The code is among the process's success_exit_codes. */
  readonly success: boolean;
}

/** An operating-system process of ours that outlived SIGKILL. */
export interface Survivor {
  readonly pid: number;
  readonly command: string;
}

/** Why a process is `crashed`. */
export type CrashCause =
  | {readonly type: 'exited'; readonly exit: Exit}
  | {readonly type: 'spawnFailed'; readonly message: string}
  /** A task that did not end in time; its end was that of a stop. */
  | {readonly type: 'timedOut'; readonly exit: Exit | undefined}
  | {readonly type: 'notReaped'; readonly survivors: readonly Survivor[]};

/** What follows a stop. */
export type AfterStop = 'stopped' | 'starting' | 'timedOut';

/** The life of a process. A field exists only in the states that have it. */
export type ProcessState =
  /** With `verdict` restart it ended well, and is started again all the same. */
  | {readonly status: 'stopped'; readonly exit: Exit | undefined; readonly verdict: Verdict}
  | {readonly status: 'waiting'; readonly on: readonly string[]}
  | {readonly status: 'blocked'; readonly on: readonly string[]; readonly reason: string}
  | {readonly status: 'starting'}
  | {readonly status: 'running'; readonly pid: number}
  | {
      readonly status: 'stopping';
      /** Undefined until the spawn that it waits for answers, and when only survivors are ended. */
      readonly pid: number | undefined;
      readonly exit: Exit | undefined;
      /** The latest wish: what comes after the stop. */
      readonly next: AfterStop;
    }
  /** A task that has done its work. */
  | {readonly status: 'completed'; readonly exit: Exit}
  | {readonly status: 'crashed'; readonly cause: CrashCause; readonly verdict: Verdict};

/** Requests (`start`, `stop`, `restart`) are wishes; the rest are observations. */
export type ProcessEvent =
  | {readonly type: 'start'}
  | {readonly type: 'stop'}
  | {readonly type: 'restart'}
  /** What it depends on has changed. */
  | {readonly type: 'gateMoved'}
  /** The back-off before a restart is over. */
  | {readonly type: 'restartDue'}
  | {readonly type: 'spawned'; readonly pid: number}
  | {readonly type: 'spawnFailed'; readonly message: string; readonly verdict: Verdict}
  /** Names its child: the end of an old run may be seen after its successor was spawned. */
  | {
      readonly type: 'exited';
      readonly pid: number;
      readonly exit: Exit;
      /** A clean end is what it is for: a task. */
      readonly completes: boolean;
      readonly verdict: Verdict;
    }
  /** A task has had its time. */
  | {readonly type: 'timedOut'; readonly pid: number}
  | {readonly type: 'terminated'; readonly survivors: readonly Survivor[]};

/**
 * What must be done now: `spawn` a child, `terminate` its whole tree (answered by `terminated`), or
 * `sweep` what a child that ended by itself left behind.
 */
export type ProcessEffect = 'spawn' | 'terminate' | 'sweep';

export type Rejection = 'PROCESS_ALREADY_RUNNING' | 'PROCESS_NOT_RUNNING' | 'SPAWN_FAILED';

export interface Transition {
  readonly state: ProcessState;
  readonly effects: readonly ProcessEffect[];
  /** The request made no sense in this state; nothing changed. */
  readonly rejection?: Rejection;
}
