import {expect, test} from 'vitest';
import {Warnings} from '../../../src/app/warnings.ts';
import type {ProcessView} from '../../../src/supervisor/process-view.ts';
import {UNCHECKED} from '../../../src/core/health.ts';
import {STAY} from '../../../src/core/restart-policy.ts';
import {sampleProcess} from '../../rig/sample-config.ts';
import {sampleHolder} from '../../rig/sample-facts.ts';

function view(overrides: Partial<ProcessView>): ProcessView {
  return {
    kind: 'process',
    config: sampleProcess(),
    state: {status: 'stopped', exit: undefined, verdict: STAY},
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
    startUp: undefined,
    ...overrides,
  };
}

test('a port that somebody else held is a warning, after those of the start', () => {
  const said: string[] = [];
  const warnings = new Warnings(text => said.push(text));
  const first = {code: 'CA_UNTRUSTED', message: 'untrusted', hint: undefined};
  warnings.add(first);
  expect(warnings.with([view({}), view({portConflict: sampleHolder()})])).toEqual([
    first,
    {
      code: 'PORT_TAKEN',
      message: 'web wants port 3000, which is held by pid 123 (node other.js, in /x)',
      hint: 'Run `prox why web`.',
    },
  ]);
  expect(said).toEqual(['untrusted']);
});
