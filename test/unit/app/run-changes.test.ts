import {expect, test} from 'vitest';
import {runChanges} from '../../../src/app/run-changes.ts';
import type {RunPlan} from '../../../src/supervisor/run.ts';
import {sampleProcess} from '../../rig/sample-config.ts';

function plan(addedEnv: Readonly<Record<string, string>>, cmd = 'x'): RunPlan {
  return {config: sampleProcess({cmd}), env: addedEnv, addedEnv};
}

test('keys and variables that differ are named', () => {
  const lastGoodPlan = plan({SAME: '1', OLD: '1', OTHER: '1'});
  expect(runChanges({lastGoodPlan, plan: plan({SAME: '1', OTHER: '2', NEW: '1'}, 'y')})).toEqual({
    config: ['cmd'],
    envAdded: ['NEW'],
    envRemoved: ['OLD'],
    envChanged: ['OTHER'],
  });
});

test('without a good run there is nothing to differ from', () => {
  expect(runChanges({plan: plan({}), lastGoodPlan: undefined})).toBeUndefined();
  expect(runChanges({plan: undefined, lastGoodPlan: undefined})).toBeUndefined();
});
