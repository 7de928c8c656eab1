export const PROCESS_STATUSES = ['stopped', 'starting', 'running', 'stopping', 'crashed'] as const;
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
  | {readonly type: 'notReaped'; readonly survivors: readonly Survivor[]};

/** The life of a process. A field exists only in the states that have it. */
export type ProcessState =
  | {readonly status: 'stopped'; readonly exit: Exit | undefined}
  | {readonly status: 'starting'}
  | {readonly status: 'running'; readonly pid: number}
  | {
      readonly status: 'stopping';
      /** Undefined until the spawn that it waits for answers, and when only survivors are ended. */
      readonly pid: number | undefined;
      readonly exit: Exit | undefined;
      /** The latest wish: what comes after the stop. */
      readonly next: 'stopped' | 'starting';
    }
  | {readonly status: 'crashed'; readonly cause: CrashCause};

/** Requests (`start`, `stop`, `restart`) are wishes; the rest are observations. */
export type ProcessEvent =
  | {readonly type: 'start'}
  | {readonly type: 'stop'}
  | {readonly type: 'restart'}
  | {readonly type: 'spawned'; readonly pid: number}
  | {readonly type: 'spawnFailed'; readonly message: string}
  /** Names its child: the end of an old run may be seen after its successor was spawned. */
  | {readonly type: 'exited'; readonly pid: number; readonly exit: Exit}
  | {readonly type: 'terminated'; readonly survivors: readonly Survivor[]};

/**
 * What must be done now: `spawn` a child, `terminate` its whole tree (answered by `terminated`), or
 * `sweep` what a child that ended by itself left behind.
 */
export type ProcessEffect = 'spawn' | 'terminate' | 'sweep';

export type Rejection = 'PROCESS_ALREADY_RUNNING' | 'PROCESS_NOT_RUNNING';

export interface Transition {
  readonly state: ProcessState;
  readonly effects: readonly ProcessEffect[];
  /** The request made no sense in this state; nothing changed. */
  readonly rejection?: Rejection;
}

/**
 * The whole lifecycle (docs/reference/supervision.md, "States"): pure, total, one function per state.
 * The latest wish wins. An observation that a state does not expect changes nothing.
 */
export function transition(state: ProcessState, event: ProcessEvent): Transition {
  switch (state.status) {
    case 'stopped':
      return fromStopped(state, event);
    case 'starting':
      return fromStarting(state, event);
    case 'running':
      return fromRunning(state, event);
    case 'stopping':
      return fromStopping(state, event);
    case 'crashed':
      return fromCrashed(state, event);
  }
}

type StateOf<S extends ProcessStatus> = Extract<ProcessState, {status: S}>;

const STARTING: Transition = {state: {status: 'starting'}, effects: ['spawn']};

function fromStopped(state: StateOf<'stopped'>, event: ProcessEvent): Transition {
  switch (event.type) {
    case 'start':
    case 'restart':
      return STARTING;
    case 'stop':
      return reject(state, 'PROCESS_NOT_RUNNING');
    case 'spawned':
    case 'spawnFailed':
    case 'exited':
      return stay(state);
    case 'terminated':
      return afterSweep(state, event.survivors);
  }
}

function fromStarting(state: StateOf<'starting'>, event: ProcessEvent): Transition {
  switch (event.type) {
    case 'start':
    case 'restart':
      return stay(state);
    case 'stop':
      return enter({status: 'stopping', pid: undefined, exit: undefined, next: 'stopped'});
    case 'spawned':
      return enter({status: 'running', pid: event.pid});
    case 'spawnFailed':
      return enter({status: 'crashed', cause: {type: 'spawnFailed', message: event.message}});
    case 'exited':
      return stay(state);
    case 'terminated':
      return afterSweep(state, event.survivors);
  }
}

function fromRunning(state: StateOf<'running'>, event: ProcessEvent): Transition {
  switch (event.type) {
    case 'start':
      return reject(state, 'PROCESS_ALREADY_RUNNING');
    case 'stop':
      return enter(stopping(state.pid, 'stopped'), 'terminate');
    case 'restart':
      return enter(stopping(state.pid, 'starting'), 'terminate');
    case 'exited':
      return event.pid === state.pid ? enter(afterExit(event.exit), 'sweep') : stay(state);
    case 'spawned':
    case 'spawnFailed':
    case 'terminated':
      return stay(state);
  }
}

function fromStopping(state: StateOf<'stopping'>, event: ProcessEvent): Transition {
  switch (event.type) {
    case 'start':
    case 'restart':
      return enter({...state, next: 'starting'});
    case 'stop':
      return enter({...state, next: 'stopped'});
    case 'spawned':
      if (state.pid !== undefined) return stay(state);
      return enter({...state, pid: event.pid}, 'terminate');
    case 'spawnFailed':
      if (state.pid !== undefined) return stay(state);
      return state.next === 'starting' ? STARTING : enter({status: 'stopped', exit: undefined});
    case 'exited':
      return event.pid === state.pid ? enter({...state, exit: event.exit}) : stay(state);
    case 'terminated':
      return afterTermination(state, event.survivors);
  }
}

function fromCrashed(state: StateOf<'crashed'>, event: ProcessEvent): Transition {
  switch (event.type) {
    case 'start':
    case 'restart':
      return STARTING;
    case 'stop':
      return state.cause.type === 'notReaped'
        ? enter(stopping(undefined, 'stopped'), 'terminate')
        : reject(state, 'PROCESS_NOT_RUNNING');
    case 'spawned':
    case 'spawnFailed':
    case 'exited':
      return stay(state);
    case 'terminated':
      return afterSweep(state, event.survivors);
  }
}

function stopping(pid: number | undefined, next: 'stopped' | 'starting'): StateOf<'stopping'> {
  return {status: 'stopping', pid, exit: undefined, next};
}

function afterExit(exit: Exit): ProcessState {
  return exit.success
    ? {status: 'stopped', exit}
    : {status: 'crashed', cause: {type: 'exited', exit}};
}

/** A child that even SIGKILL did not end goes on running; what outlived its child is named. */
function afterTermination(state: StateOf<'stopping'>, found: readonly Survivor[]): Transition {
  const survivors = state.exit ? found.filter(({pid}) => pid !== state.pid) : found; // ended since
  if (survivors.length > 0) {
    const childLives = survivors.some(({pid}) => pid === state.pid);
    return childLives && state.pid !== undefined
      ? enter({status: 'running', pid: state.pid})
      : enter({status: 'crashed', cause: {type: 'notReaped', survivors}});
  }
  return state.next === 'starting' ? STARTING : enter({status: 'stopped', exit: state.exit});
}

/** Nothing is started beside what the last run left behind, and a stop may try again. */
function afterSweep(state: ProcessState, survivors: readonly Survivor[]): Transition {
  return survivors.length === 0
    ? stay(state)
    : enter({status: 'crashed', cause: {type: 'notReaped', survivors}});
}

function enter(state: ProcessState, ...effects: readonly ProcessEffect[]): Transition {
  return {state, effects};
}

function stay(state: ProcessState): Transition {
  return {state, effects: []};
}

function reject(state: ProcessState, rejection: Rejection): Transition {
  return {state, effects: [], rejection};
}
