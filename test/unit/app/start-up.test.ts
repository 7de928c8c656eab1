import {expect, test} from 'vitest';
import {startUpReport} from '../../../src/app/start-up.ts';
import {UNCHECKED} from '../../../src/core/health.ts';
import {STAY} from '../../../src/core/restart-policy.ts';
import type {DependencyView, ProcessView} from '../../../src/supervisor/process-view.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {sampleProcess} from '../../rig/sample-config.ts';

/** 5 s after the zero of the marks. */
function clock(): FakeClock {
  const time = new FakeClock(0);
  time.advance(5000);
  return time;
}

const MARKS = {
  askedAt: 1000.2,
  spawnedAt: 1010.4,
  firstLineAt: undefined,
  portOpenAt: 1480.7,
  healthyAt: 1500,
  readyAt: 1500,
};

test('times are whole milliseconds since prox began, in the order of prox.yaml', () => {
  const report = startUpReport([view({startUp: MARKS}), dependency(), view({})], 1000.5, clock());
  expect(report).toEqual({
    totalMs: 500,
    elapsedMs: 4000,
    criticalPath: ['web'],
    processes: [
      {
        name: 'web',
        kind: 'process',
        status: 'running',
        dependsOn: [{name: 'db', condition: 'healthy'}],
        askedMs: 0,
        spawnedMs: 10,
        firstLineMs: undefined,
        portOpenMs: 480,
        healthyMs: 500,
        readyMs: 500,
        failedMs: undefined,
      },
      {
        name: 'db',
        kind: 'dependency',
        status: 'running',
        dependsOn: [],
        askedMs: 0,
        spawnedMs: undefined,
        firstLineMs: undefined,
        portOpenMs: undefined,
        healthyMs: undefined,
        readyMs: 0,
        failedMs: undefined,
      },
    ],
  });
});

test('what is crashed or blocked is not ready, and the start is not over', () => {
  const exit = {code: 3, signal: undefined, success: false};
  const state = {status: 'crashed', cause: {type: 'exited', exit}, verdict: STAY} as const;
  const spawned = {...MARKS, healthyAt: undefined, readyAt: undefined};
  const views = [
    view({state, startUp: MARKS, since: 3000}),
    view({state, startUp: spawned, since: 3000}),
    view({state: {status: 'blocked', on: ['db'], reason: 'gone'}, startUp: spawned, since: 4000}),
  ];
  const {totalMs, criticalPath, processes} = startUpReport(views, 1000, clock());
  expect({totalMs, criticalPath}).toEqual({totalMs: undefined, criticalPath: []});
  expect(processes.map(({readyMs, failedMs}) => [readyMs, failedMs])).toEqual([
    [undefined, undefined], // it was ready once: no failure of the start
    [undefined, 2000],
    [undefined, 3000],
  ]);
});

function view(overrides: Partial<ProcessView>): ProcessView {
  return {
    kind: 'process',
    config: sampleProcess({dependsOn: [{name: 'db', condition: 'healthy'}]}),
    state: {status: 'running', pid: 7},
    since: 0,
    run: undefined,
    health: UNCHECKED,
    restarts: 0,
    givenUpAfter: undefined,
    restartDueAt: undefined,
    ranForMs: undefined,
    wasStarted: true,
    isHeld: false,
    isAsked: false,
    portConflict: undefined,
    addedEnv: {},
    plan: undefined,
    lastGoodPlan: undefined,
    startUp: undefined,
    ...overrides,
  };
}

function dependency(): DependencyView {
  return {
    kind: 'dependency',
    config: {
      kind: 'dependency',
      name: 'db',
      check: {type: 'tcp', host: 'localhost', port: 5432},
      timeoutMs: 60_000,
      intervalMs: 1000,
      start: undefined,
      onFailure: 'fail',
      cwd: '/project',
      envFiles: [],
    },
    state: {status: 'running'},
    since: 0,
    health: UNCHECKED,
    startUp: {
      askedAt: 1000.2,
      spawnedAt: undefined,
      firstLineAt: undefined,
      portOpenAt: undefined,
      healthyAt: undefined,
      readyAt: 1000.9,
    },
  };
}
