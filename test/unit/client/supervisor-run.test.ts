import {expect, test} from 'vitest';
import {isAnotherRun, runOf} from '../../../src/client/supervisor-run.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {FakeProx, SAMPLE} from '../../rig/fake-prox.ts';

async function runWith(clock: FakeClock, pid: number, uptimeSeconds: number) {
  const prox = new FakeProx();
  prox.status = async () => ({...SAMPLE.status, pid, uptimeSeconds});
  return runOf(prox, clock);
}

test.each([
  ['the same prox, later', {pid: 7, afterSeconds: 60, uptimeSeconds: 160, isAnother: false}],
  ['told in whole seconds', {pid: 7, afterSeconds: 60, uptimeSeconds: 159, isAnother: false}],
  ['a clock that slept here', {pid: 7, afterSeconds: 60, uptimeSeconds: 9000, isAnother: false}],
  ['another pid', {pid: 8, afterSeconds: 60, uptimeSeconds: 160, isAnother: true}],
  ['the same pid, begun anew', {pid: 7, afterSeconds: 60, uptimeSeconds: 0, isAnother: true}],
  [
    'the same pid, begun anew, and already as old as the first was',
    {pid: 7, afterSeconds: 3600, uptimeSeconds: 101, isAnother: true},
  ],
])('%s', async (_name, {pid, afterSeconds, uptimeSeconds, isAnother}) => {
  const clock = new FakeClock();
  const before = await runWith(clock, 7, 100);
  clock.advance(afterSeconds * 1000);
  expect(isAnotherRun(before, await runWith(clock, pid, uptimeSeconds))).toBe(isAnother);
});
