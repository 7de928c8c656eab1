import {isDeepStrictEqual} from 'node:util';
import {describe, expect, test} from 'vitest';
import {
  type Exit,
  type ProcessEvent,
  type ProcessState,
  type Survivor,
  transition,
} from '../../../src/core/process-state.ts';

const OK: Exit = {code: 0, signal: undefined, success: true};
const FAIL: Exit = {code: 1, signal: undefined, success: false};
const CHILD: Survivor = {pid: 10, command: 'web'};
const GRANDCHILD: Survivor = {pid: 11, command: 'sleep'};

const STATES = {
  stopped: {status: 'stopped', exit: undefined},
  endedWell: {status: 'stopped', exit: OK},
  endedBadly: {status: 'stopped', exit: FAIL},
  starting: {status: 'starting'},
  running: {status: 'running', pid: 10},
  stopping: stopping(10, undefined, 'stopped'),
  stoppingWell: stopping(10, OK, 'stopped'),
  stoppingBadly: stopping(10, FAIL, 'stopped'),
  stoppingUnborn: stopping(undefined, undefined, 'stopped'),
  restarting: stopping(10, undefined, 'starting'),
  restartingWell: stopping(10, OK, 'starting'),
  restartingBadly: stopping(10, FAIL, 'starting'),
  restartingUnborn: stopping(undefined, undefined, 'starting'),
  crashed: {status: 'crashed', cause: {type: 'exited', exit: FAIL}},
  spawnFailed: {status: 'crashed', cause: {type: 'spawnFailed', message: 'ENOENT'}},
  childLeft: {status: 'crashed', cause: {type: 'notReaped', survivors: [CHILD]}},
  grandchildLeft: {status: 'crashed', cause: {type: 'notReaped', survivors: [GRANDCHILD]}},
} as const satisfies Record<string, ProcessState>;

const EVENTS = {
  start: {type: 'start'},
  stop: {type: 'stop'},
  restart: {type: 'restart'},
  spawned: {type: 'spawned', pid: 10},
  spawnFailed: {type: 'spawnFailed', message: 'ENOENT'},
  exitedWell: {type: 'exited', pid: 10, exit: OK},
  exitedBadly: {type: 'exited', pid: 10, exit: FAIL},
  /** The end of an earlier run, seen late. */
  otherExited: {type: 'exited', pid: 9, exit: FAIL},
  terminated: {type: 'terminated', survivors: []},
  childSurvived: {type: 'terminated', survivors: [CHILD]},
  grandchildSurvived: {type: 'terminated', survivors: [GRANDCHILD]},
} as const satisfies Record<string, ProcessEvent>;

type StateName = keyof typeof STATES;
/** `state`, `state + effect`, or `! rejection`; what is not listed changes nothing. */
type Row = Partial<Record<keyof typeof EVENTS, string>>;

/** What a sweep could not end. */
const SWEPT: Row = {childSurvived: 'childLeft', grandchildSurvived: 'grandchildLeft'};
const IDLE: Row = {...SWEPT, start: 'starting + spawn', restart: 'starting + spawn'};
const ENDED: Row = {...IDLE, stop: '! PROCESS_NOT_RUNNING'};
const SURVIVORS: Row = {...IDLE, stop: 'stoppingUnborn + terminate'};

const TABLE: Readonly<Record<StateName, Row>> = {
  stopped: ENDED,
  endedWell: ENDED,
  endedBadly: ENDED,
  crashed: ENDED,
  spawnFailed: ENDED,
  childLeft: SURVIVORS,
  grandchildLeft: SURVIVORS,
  starting: {...SWEPT, stop: 'stoppingUnborn', spawned: 'running', spawnFailed: 'spawnFailed'},
  running: {
    start: '! PROCESS_ALREADY_RUNNING',
    stop: 'stopping + terminate',
    restart: 'restarting + terminate',
    exitedWell: 'endedWell + sweep',
    exitedBadly: 'crashed + sweep',
  },
  stopping: {
    start: 'restarting',
    restart: 'restarting',
    exitedWell: 'stoppingWell',
    exitedBadly: 'stoppingBadly',
    terminated: 'stopped',
    childSurvived: 'running',
    grandchildSurvived: 'grandchildLeft',
  },
  stoppingWell: {
    start: 'restartingWell',
    restart: 'restartingWell',
    exitedBadly: 'stoppingBadly',
    terminated: 'endedWell',
    childSurvived: 'endedWell',
    grandchildSurvived: 'grandchildLeft',
  },
  stoppingBadly: {
    start: 'restartingBadly',
    restart: 'restartingBadly',
    exitedWell: 'stoppingWell',
    terminated: 'endedBadly',
    childSurvived: 'endedBadly',
    grandchildSurvived: 'grandchildLeft',
  },
  stoppingUnborn: {
    start: 'restartingUnborn',
    restart: 'restartingUnborn',
    spawned: 'stopping + terminate',
    spawnFailed: 'stopped',
    terminated: 'stopped',
    childSurvived: 'childLeft',
    grandchildSurvived: 'grandchildLeft',
  },
  restarting: {
    stop: 'stopping',
    exitedWell: 'restartingWell',
    exitedBadly: 'restartingBadly',
    terminated: 'starting + spawn',
    childSurvived: 'running',
    grandchildSurvived: 'grandchildLeft',
  },
  restartingWell: {
    stop: 'stoppingWell',
    exitedBadly: 'restartingBadly',
    terminated: 'starting + spawn',
    childSurvived: 'starting + spawn',
    grandchildSurvived: 'grandchildLeft',
  },
  restartingBadly: {
    stop: 'stoppingBadly',
    exitedWell: 'restartingWell',
    terminated: 'starting + spawn',
    childSurvived: 'starting + spawn',
    grandchildSurvived: 'grandchildLeft',
  },
  restartingUnborn: {
    stop: 'stoppingUnborn',
    spawned: 'restarting + terminate',
    spawnFailed: 'starting + spawn',
    terminated: 'starting + spawn',
    childSurvived: 'childLeft',
    grandchildSurvived: 'grandchildLeft',
  },
};

describe.each(Object.entries(TABLE))('from %s', (from, row) => {
  test.each(Object.entries(EVENTS))('%s', (name, event) => {
    const expected = Object.entries(row).find(([key]) => key === name)?.[1] ?? from;

    expect(describeTransition(STATES[from as StateName], event)).toBe(expected);
  });
});

function describeTransition(from: ProcessState, event: ProcessEvent): string {
  const {state, effects, rejection} = transition(from, event);
  if (!rejection) return [nameOf(state), ...effects].join(' + ');
  const changes = [...(state === from ? [] : [nameOf(state)]), ...effects];
  return ['!', rejection, ...changes].join(' ');
}

function nameOf(state: ProcessState): string {
  const found = Object.entries(STATES).find(([, known]) => isDeepStrictEqual(known, state));
  return found?.[0] ?? JSON.stringify(state);
}

function stopping(
  pid: number | undefined,
  exit: Exit | undefined,
  next: 'stopped' | 'starting',
): Extract<ProcessState, {status: 'stopping'}> {
  return {status: 'stopping', pid, exit, next};
}
