import {isDeepStrictEqual} from 'node:util';
import {describe, expect, test} from 'vitest';
import {type Gate, OPEN} from '../../../src/core/dependency-graph.ts';
import type {
  AfterStop,
  Exit,
  ProcessEvent,
  ProcessState,
  Survivor,
} from '../../../src/core/process-state.ts';
import {transition} from '../../../src/core/process-transition.ts';
import {STAY, type Verdict} from '../../../src/core/restart-policy.ts';

const OK: Exit = {code: 0, signal: undefined, success: true};
const FAIL: Exit = {code: 1, signal: undefined, success: false};
const CHILD: Survivor = {pid: 10, command: 'web'};
const GRANDCHILD: Survivor = {pid: 11, command: 'sleep'};

const SOON: Verdict = {type: 'restart', inMs: 1000};
const ENOUGH: Verdict = {type: 'giveUp', restarts: 5};

const STATES = {
  stopped: {status: 'stopped', exit: undefined, verdict: STAY},
  endedWell: {status: 'stopped', exit: OK, verdict: STAY},
  endedBadly: {status: 'stopped', exit: FAIL, verdict: STAY},
  endedWellForNow: {status: 'stopped', exit: OK, verdict: SOON},
  completed: {status: 'completed', exit: OK},
  waiting: {status: 'waiting', on: ['db']},
  waitingForMore: {status: 'waiting', on: ['db', 'cache']},
  blocked: {status: 'blocked', on: ['db'], reason: 'db crashed'},
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
  timingOut: stopping(10, undefined, 'timedOut'),
  timingOutWell: stopping(10, OK, 'timedOut'),
  timingOutBadly: stopping(10, FAIL, 'timedOut'),
  crashed: {status: 'crashed', cause: {type: 'exited', exit: FAIL}, verdict: STAY},
  crashedForNow: {status: 'crashed', cause: {type: 'exited', exit: FAIL}, verdict: SOON},
  givenUp: {status: 'crashed', cause: {type: 'exited', exit: OK}, verdict: ENOUGH},
  spawnFailed: {status: 'crashed', cause: {type: 'spawnFailed', message: 'ENOENT'}, verdict: STAY},
  timedOut: {status: 'crashed', cause: {type: 'timedOut', exit: undefined}, verdict: STAY},
  timedOutWell: {status: 'crashed', cause: {type: 'timedOut', exit: OK}, verdict: STAY},
  timedOutBadly: {status: 'crashed', cause: {type: 'timedOut', exit: FAIL}, verdict: STAY},
  childLeft: {status: 'crashed', cause: {type: 'notReaped', survivors: [CHILD]}, verdict: STAY},
  grandchildLeft: {
    status: 'crashed',
    cause: {type: 'notReaped', survivors: [GRANDCHILD]},
    verdict: STAY,
  },
} as const satisfies Record<string, ProcessState>;

const EVENTS = {
  start: {type: 'start'},
  stop: {type: 'stop'},
  restart: {type: 'restart'},
  spawned: {type: 'spawned', pid: 10},
  gateMoved: {type: 'gateMoved'},
  restartDue: {type: 'restartDue'},
  spawnFailed: {type: 'spawnFailed', message: 'ENOENT', verdict: STAY},
  exitedWell: {type: 'exited', pid: 10, exit: OK, completes: false, verdict: STAY},
  exitedBadly: {type: 'exited', pid: 10, exit: FAIL, completes: false, verdict: STAY},
  exitedWellForNow: {type: 'exited', pid: 10, exit: OK, completes: false, verdict: SOON},
  exitedBadlyForNow: {type: 'exited', pid: 10, exit: FAIL, completes: false, verdict: SOON},
  exitedOnceTooOften: {type: 'exited', pid: 10, exit: OK, completes: false, verdict: ENOUGH},
  taskDone: {type: 'exited', pid: 10, exit: OK, completes: true, verdict: STAY},
  timedOut: {type: 'timedOut', pid: 10},
  otherTimedOut: {type: 'timedOut', pid: 9},
  /** The end of an earlier run, seen late. */
  otherExited: {type: 'exited', pid: 9, exit: FAIL, completes: false, verdict: STAY},
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
const DUE: Row = {...IDLE, restartDue: 'starting + spawn'};
const GATED: Row = {...IDLE, gateMoved: 'starting + spawn', stop: 'stopped'};

/** Whatever comes after the end of a child that is being stopped. */
function ends(name: 'stopping' | 'restarting' | 'timingOut'): Row {
  const [well, badly] = [`${name}Well`, `${name}Badly`];
  return {
    exitedWell: well,
    exitedWellForNow: well,
    exitedOnceTooOften: well,
    taskDone: well,
    exitedBadly: badly,
    exitedBadlyForNow: badly,
  };
}

const TABLE: Readonly<Record<StateName, Row>> = {
  stopped: ENDED,
  endedWell: ENDED,
  endedBadly: ENDED,
  endedWellForNow: {...DUE, stop: 'endedWell'},
  completed: ENDED,
  crashed: ENDED,
  crashedForNow: {...DUE, stop: 'endedBadly'},
  givenUp: ENDED,
  spawnFailed: ENDED,
  timedOut: ENDED,
  timedOutWell: ENDED,
  timedOutBadly: ENDED,
  childLeft: SURVIVORS,
  grandchildLeft: SURVIVORS,
  waiting: GATED,
  waitingForMore: GATED,
  blocked: GATED,
  starting: {
    ...SWEPT,
    stop: 'stoppingUnborn',
    restart: 'restartingUnborn',
    spawned: 'running',
    spawnFailed: 'spawnFailed',
  },
  running: {
    start: '! PROCESS_ALREADY_RUNNING',
    stop: 'stopping + terminate',
    restart: 'restarting + terminate',
    timedOut: 'timingOut + terminate',
    exitedWell: 'endedWell + sweep',
    exitedBadly: 'crashed + sweep',
    exitedWellForNow: 'endedWellForNow + sweep',
    exitedBadlyForNow: 'crashedForNow + sweep',
    exitedOnceTooOften: 'givenUp + sweep',
    taskDone: 'completed + sweep',
  },
  stopping: {
    ...ends('stopping'),
    start: 'restarting',
    restart: 'restarting',
    terminated: 'stopped',
    childSurvived: 'running',
    grandchildSurvived: 'grandchildLeft',
  },
  stoppingWell: {
    ...ends('stopping'),
    start: 'restartingWell',
    restart: 'restartingWell',
    terminated: 'endedWell',
    childSurvived: 'endedWell',
    grandchildSurvived: 'grandchildLeft',
  },
  stoppingBadly: {
    ...ends('stopping'),
    start: 'restartingBadly',
    restart: 'restartingBadly',
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
    ...ends('restarting'),
    stop: 'stopping',
    terminated: 'starting + spawn',
    childSurvived: 'running',
    grandchildSurvived: 'grandchildLeft',
  },
  restartingWell: {
    ...ends('restarting'),
    stop: 'stoppingWell',
    terminated: 'starting + spawn',
    childSurvived: 'starting + spawn',
    grandchildSurvived: 'grandchildLeft',
  },
  restartingBadly: {
    ...ends('restarting'),
    stop: 'stoppingBadly',
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
  timingOut: {
    ...ends('timingOut'),
    start: 'restarting',
    restart: 'restarting',
    stop: 'stopping',
    terminated: 'timedOut',
    childSurvived: 'running',
    grandchildSurvived: 'grandchildLeft',
  },
  timingOutWell: {
    ...ends('timingOut'),
    start: 'restartingWell',
    restart: 'restartingWell',
    stop: 'stoppingWell',
    terminated: 'timedOutWell',
    childSurvived: 'timedOutWell',
    grandchildSurvived: 'grandchildLeft',
  },
  timingOutBadly: {
    ...ends('timingOut'),
    start: 'restartingBadly',
    restart: 'restartingBadly',
    stop: 'stoppingBadly',
    terminated: 'timedOutBadly',
    childSurvived: 'timedOutBadly',
    grandchildSurvived: 'grandchildLeft',
  },
};

describe.each(Object.entries(TABLE))('from %s', (from, row) => {
  test.each(Object.entries(EVENTS))('%s', (name, event) => {
    const expected = Object.entries(row).find(([key]) => key === name)?.[1] ?? from;

    expect(describeTransition(STATES[from as StateName], event)).toBe(expected);
  });
});

describe('what it depends on is not there', () => {
  const waiting: Gate = {type: 'waiting', on: ['db']};
  const blocked: Gate = {type: 'blocked', on: ['db'], reason: 'db crashed'};

  test.each([
    ['stopped', 'start', 'waiting'],
    ['completed', 'restart', 'waiting'],
    ['crashedForNow', 'restartDue', 'waiting'],
    ['restarting', 'terminated', 'waiting'],
    ['restartingUnborn', 'spawnFailed', 'waiting'],
    ['waitingForMore', 'gateMoved', 'waiting'],
    ['blocked', 'gateMoved', 'waiting'],
    ['running', 'restart', 'restarting + terminate'],
    ['stopping', 'terminated', 'stopped'],
  ] as const)('%s: %s leads to %s', (from, event, expected) => {
    expect(describeTransition(STATES[from], EVENTS[event], waiting)).toBe(expected);
  });

  test('a process that waits is blocked when that is hopeless', () => {
    expect(describeTransition(STATES.waiting, EVENTS.gateMoved, blocked)).toBe('blocked');
  });

  test.each([
    ['waiting', waiting],
    ['blocked', blocked],
  ] as const)('a process that is %s for the same thing stays as it is', (from, gate) => {
    for (const event of ['gateMoved', 'start', 'restart'] as const) {
      expect(transition(STATES[from], EVENTS[event], gate).state).toBe(STATES[from]);
    }
  });

  test('a process that runs and could not start again is left alone', () => {
    expect(describeTransition(STATES.running, EVENTS.restart, blocked)).toBe('! SPAWN_FAILED');
  });

  test('another reason is another state', () => {
    const other: Gate = {...blocked, reason: 'db is stopped'};
    expect(transition(STATES.blocked, EVENTS.gateMoved, other).state).toMatchObject({
      reason: 'db is stopped',
    });
  });
});

function describeTransition(from: ProcessState, event: ProcessEvent, gate = OPEN): string {
  const {state, effects, rejection} = transition(from, event, gate);
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
  next: AfterStop,
): Extract<ProcessState, {status: 'stopping'}> {
  return {status: 'stopping', pid, exit, next};
}
