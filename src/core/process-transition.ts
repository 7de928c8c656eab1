import {type Gate, OPEN} from './dependency-graph.ts';
import type {
  AfterStop,
  CrashCause,
  Exit,
  ProcessEffect,
  ProcessEvent,
  ProcessState,
  ProcessStatus,
  Rejection,
  Survivor,
  Transition,
} from './process-state.ts';
import {STAY, type Verdict} from './restart-policy.ts';

/**
 * The whole lifecycle (docs/reference/supervision.md, "States"): pure, total, one function per state.
 * The latest wish wins. An observation that a state does not expect changes nothing.
 * @param gate whether it may start, as things are
 */
export function transition(state: ProcessState, event: ProcessEvent, gate = OPEN): Transition {
  switch (state.status) {
    case 'stopped':
    case 'completed':
    case 'crashed':
      return fromEnded(state, event, gate);
    case 'waiting':
    case 'blocked':
      return fromGated(state, event, gate);
    case 'starting':
      return fromStarting(state, event);
    case 'running':
      return fromRunning(state, event, gate);
    case 'stopping':
      return fromStopping(state, event, gate);
  }
}

type StateOf<S extends ProcessStatus> = Extract<ProcessState, {status: S}>;
type Ended = StateOf<'stopped' | 'completed' | 'crashed'>;
type Gated = StateOf<'waiting' | 'blocked'>;

function fromEnded(state: Ended, event: ProcessEvent, gate: Gate): Transition {
  switch (event.type) {
    case 'start':
    case 'restart':
      return begin(gate);
    case 'restartDue':
      return hasRestartDue(state) ? begin(gate) : stay(state);
    case 'stop':
      return stopEnded(state);
    case 'gateMoved':
    case 'spawned':
    case 'spawnFailed':
    case 'exited':
    case 'timedOut':
      return stay(state);
    case 'terminated':
      return afterSweep(state, event.survivors);
  }
}

function fromGated(state: Gated, event: ProcessEvent, gate: Gate): Transition {
  switch (event.type) {
    case 'start':
    case 'restart':
    case 'gateMoved':
      return isSameGate(state, gate) ? stay(state) : begin(gate);
    case 'stop':
      return enter(stopped(undefined));
    case 'restartDue':
    case 'spawned':
    case 'spawnFailed':
    case 'exited':
    case 'timedOut':
      return stay(state);
    case 'terminated':
      return afterSweep(state, event.survivors);
  }
}

function fromStarting(state: StateOf<'starting'>, event: ProcessEvent): Transition {
  switch (event.type) {
    case 'start':
    case 'gateMoved':
    case 'restartDue':
      return stay(state);
    case 'stop':
      return enter(stopping(undefined, 'stopped'));
    case 'restart':
      // What is being spawned may be made from what has just been changed.
      return enter(stopping(undefined, 'starting'));
    case 'spawned':
      return enter({status: 'running', pid: event.pid});
    case 'spawnFailed':
      return enter(crashed({type: 'spawnFailed', message: event.message}, event.verdict));
    case 'exited':
    case 'timedOut':
      return stay(state);
    case 'terminated':
      return afterSweep(state, event.survivors);
  }
}

function fromRunning(state: StateOf<'running'>, event: ProcessEvent, gate: Gate): Transition {
  switch (event.type) {
    case 'start':
      return reject(state, 'PROCESS_ALREADY_RUNNING');
    case 'stop':
      return enter(stopping(state.pid, 'stopped'), 'terminate');
    case 'restart':
      // What could not start again goes on.
      if (gate.type === 'blocked') return reject(state, 'SPAWN_FAILED');
      return enter(stopping(state.pid, 'starting'), 'terminate');
    case 'exited':
      return event.pid === state.pid ? enter(afterExit(event), 'sweep') : stay(state);
    case 'timedOut':
      return event.pid === state.pid
        ? enter(stopping(state.pid, 'timedOut'), 'terminate')
        : stay(state);
    case 'gateMoved':
    case 'restartDue':
    case 'spawned':
    case 'spawnFailed':
    case 'terminated':
      return stay(state);
  }
}

function fromStopping(state: StateOf<'stopping'>, event: ProcessEvent, gate: Gate): Transition {
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
      return state.next === 'starting' ? begin(gate) : enter(stopped(undefined));
    case 'exited':
      return event.pid === state.pid ? enter({...state, exit: event.exit}) : stay(state);
    case 'gateMoved':
    case 'restartDue':
    case 'timedOut':
      return stay(state);
    case 'terminated':
      return afterTermination(state, event.survivors, gate);
  }
}

/** Every start goes through here: what it depends on may not be there yet. */
function begin(gate: Gate): Transition {
  switch (gate.type) {
    case 'open':
      return enter({status: 'starting'}, 'spawn');
    case 'waiting':
      return enter({status: 'waiting', on: gate.on});
    case 'blocked':
      return enter({status: 'blocked', on: gate.on, reason: gate.reason});
  }
}

/** A restart that is due is called off; survivors are ended once more. */
function stopEnded(state: Ended): Transition {
  if (state.status === 'crashed' && state.cause.type === 'notReaped') {
    return enter(stopping(undefined, 'stopped'), 'terminate');
  }
  if (!hasRestartDue(state)) return reject(state, 'PROCESS_NOT_RUNNING');
  if (state.status === 'crashed') {
    return enter(stopped(state.cause.type === 'exited' ? state.cause.exit : undefined));
  }
  return enter({...state, verdict: STAY});
}

function hasRestartDue(state: Ended): state is StateOf<'stopped' | 'crashed'> {
  return state.status !== 'completed' && state.verdict.type === 'restart';
}

/** It waits already, and for the same reason. */
function isSameGate({status, ...waits}: Gated, {type, ...wanted}: Gate): boolean {
  return type === status && JSON.stringify(waits) === JSON.stringify(wanted);
}

function stopped(exit: Exit | undefined): StateOf<'stopped'> {
  return {status: 'stopped', exit, verdict: STAY};
}

function crashed(cause: CrashCause, verdict: Verdict): StateOf<'crashed'> {
  return {status: 'crashed', cause, verdict};
}

function stopping(pid: number | undefined, next: AfterStop): StateOf<'stopping'> {
  return {status: 'stopping', pid, exit: undefined, next};
}

/** A process that ends well too often in a row is given up like one that crashes. */
function afterExit({
  exit,
  completes,
  verdict,
}: Extract<ProcessEvent, {type: 'exited'}>): ProcessState {
  if (!exit.success || verdict.type === 'giveUp') return crashed({type: 'exited', exit}, verdict);
  return completes ? {status: 'completed', exit} : {status: 'stopped', exit, verdict};
}

/** A child that even SIGKILL did not end goes on running; what outlived its child is named. */
function afterTermination(
  state: StateOf<'stopping'>,
  found: readonly Survivor[],
  gate: Gate,
): Transition {
  const survivors = state.exit ? found.filter(({pid}) => pid !== state.pid) : found; // ended since
  if (survivors.length > 0) {
    const childLives = survivors.some(({pid}) => pid === state.pid);
    return childLives && state.pid !== undefined
      ? enter({status: 'running', pid: state.pid})
      : enter(crashed({type: 'notReaped', survivors}, STAY));
  }
  switch (state.next) {
    case 'starting':
      return begin(gate);
    case 'stopped':
      return enter(stopped(state.exit));
    case 'timedOut':
      return enter(crashed({type: 'timedOut', exit: state.exit}, STAY));
  }
}

/** Nothing is started beside what the last run left behind, and a stop may try again. */
function afterSweep(state: ProcessState, survivors: readonly Survivor[]): Transition {
  return survivors.length === 0
    ? stay(state)
    : enter(crashed({type: 'notReaped', survivors}, STAY));
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
