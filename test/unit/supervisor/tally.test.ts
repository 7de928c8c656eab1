import {expect, test} from 'vitest';
import type {ProcessState} from '../../../src/core/process-state.ts';
import {STAY} from '../../../src/core/restart-policy.ts';
import {Tally} from '../../../src/supervisor/tally.ts';
import {sampleProcess} from '../../rig/sample-config.ts';

const RUNNING: ProcessState = {status: 'running', pid: 100};
const CRASHED: ProcessState = {
  status: 'crashed',
  cause: {type: 'exited', exit: {code: 1, signal: undefined, success: false}},
  verdict: STAY,
};
const LEFT_SOMETHING: ProcessState = {
  status: 'crashed',
  cause: {type: 'notReaped', survivors: []},
  verdict: STAY,
};

test('a crash counts once, whatever is told of it later', () => {
  const tally = tallyOf([RUNNING, 0], [CRASHED, 0], [CRASHED, 0], [LEFT_SOMETHING, 0]);

  expect(tally.crashes).toBe(1);
});

test('each crash of a loop counts, and each restart', () => {
  const tally = tallyOf([CRASHED, 0], [RUNNING, 1], [CRASHED, 1], [RUNNING, 2]);

  expect(tally.crashes).toBe(2);
  expect(tally.restarts).toBe(2);
});

test('what has ended as it should is no crash', () => {
  const stopped: ProcessState = {status: 'stopped', exit: undefined, verdict: STAY};

  expect(tallyOf([RUNNING, 0], [stopped, 0]).crashes).toBe(0);
});

test('the restarts of a process that was removed and has come back are kept', () => {
  expect(tallyOf([RUNNING, 3], [RUNNING, 0], [RUNNING, 1]).restarts).toBe(4);
});

function tallyOf(...changes: readonly (readonly [ProcessState, number])[]): Tally {
  const tally = new Tally();
  const config = sampleProcess({});
  for (const [state, restarts] of changes) tally.note({config, state, restarts});
  return tally;
}
