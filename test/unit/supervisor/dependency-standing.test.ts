import {describe, expect, it} from 'vitest';
import {gateOf} from '../../../src/core/dependency-graph.ts';
import {UNCHECKED} from '../../../src/core/health.ts';
import {standingOfDependency} from '../../../src/supervisor/dependency-standing.ts';
import type {DependencyView} from '../../../src/supervisor/process-view.ts';

const NEEDS_DB = [{name: 'db', condition: 'ready'}] as const;
const UNHEALTHY = {...UNCHECKED, health: 'unhealthy', lastOutput: 'connection refused'} as const;

function gate(view: Partial<DependencyView>, onFailure: 'fail' | 'warn' = 'fail') {
  const standing = standingOfDependency({
    kind: 'dependency',
    config: {
      kind: 'dependency',
      name: 'db',
      check: {type: 'tcp', host: 'localhost', port: 5432},
      timeoutMs: 30_000,
      intervalMs: 1000,
      start: undefined,
      onFailure,
      cwd: '/project',
      envFiles: [],
    },
    state: {status: 'running'},
    since: 0,
    health: UNCHECKED,
    startUp: undefined,
    ...view,
  });
  return gateOf(NEEDS_DB, () => standing);
}

describe('who needs a dependency', () => {
  it('may start when it is there', () => {
    expect(gate({health: {...UNCHECKED, health: 'healthy'}})).toEqual({type: 'open'});
  });

  it('waits while it is checked', () => {
    expect(gate({state: {status: 'starting'}})).toEqual({type: 'waiting', on: ['db']});
  });

  it('is blocked with the reason when it did not come', () => {
    const reason = 'not there after 30s: connection refused (localhost:5432)';
    expect(gate({state: {status: 'crashed', reason}})).toEqual({
      type: 'blocked',
      on: ['db'],
      reason: `db crashed (${reason})`,
    });
  });

  it('is blocked when it has gone away', () => {
    expect(gate({health: UNHEALTHY})).toEqual({
      type: 'blocked',
      on: ['db'],
      reason: 'db is unhealthy (connection refused)',
    });
  });

  it('may start without it when its failure is to warn only', () => {
    expect(gate({health: UNHEALTHY}, 'warn')).toEqual({type: 'open'});
    expect(gate({state: {status: 'starting'}}, 'warn')).toEqual({type: 'waiting', on: ['db']});
  });
});
