import {expect, test} from 'vitest';
import {startUpReport} from '../../../src/app/start-up.ts';
import {UNCHECKED} from '../../../src/core/health.ts';
import type {DependencyView, ProcessView} from '../../../src/supervisor/process-view.ts';
import {sampleProcess} from '../../rig/sample-config.ts';

const MARKS = {
  askedAt: 1000.2,
  spawnedAt: 1010.4,
  firstLineAt: undefined,
  portOpenAt: 1480.7,
  healthyAt: 1500,
  readyAt: 1500,
};

test('times are whole milliseconds since prox began, in the order of prox.yaml', () => {
  const report = startUpReport([view({startUp: MARKS}), dependency(), view({})], 1000.5);
  expect(report).toEqual({
    totalMs: 500,
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
      },
    ],
  });
});

function view({startUp}: Partial<Pick<ProcessView, 'startUp'>>): ProcessView {
  return {
    kind: 'process',
    config: sampleProcess({dependsOn: [{name: 'db', condition: 'healthy'}]}),
    state: {status: 'running', pid: 7},
    since: 0,
    run: undefined,
    health: UNCHECKED,
    restarts: 0,
    restartDueAt: undefined,
    ranForMs: undefined,
    wasStarted: true,
    isHeld: false,
    isAsked: false,
    portConflict: undefined,
    addedEnv: {},
    plan: undefined,
    lastGoodPlan: undefined,
    startUp,
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
