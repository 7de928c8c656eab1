import {expect, test} from 'vitest';
import {type Missing, type Wait, waitFor} from '../../../../src/cli/wait/wait-for.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';

const missing = {name: 'web', reason: 'not healthy yet', isLost: false, process: 'web'};

/** As long as it may. */
const never: Wait = async signal =>
  new Promise(resolve => signal.addEventListener('abort', () => resolve([missing])));

const now =
  (...found: readonly Missing[]): Wait =>
  async () =>
    found;

test('all must be there', async () => {
  const clock = new FakeClock();
  expect(await waitFor([now(), now()], {clock, timeoutMs: 10})).toEqual({
    missing: [],
    isTimedOut: false,
  });
  const result = waitFor([now(), never], {clock, timeoutMs: 10});
  clock.advance(10);
  expect(await result).toEqual({missing: [missing], isTimedOut: true});
});

test('when one is lost the others are not waited for', async () => {
  const clock = new FakeClock();
  const crashed = {...missing, name: 'api', isLost: true};
  expect(await waitFor([never, now(crashed)], {clock, timeoutMs: 10})).toEqual({
    missing: [missing, crashed],
    isTimedOut: false,
  });
  expect(clock.armed).toEqual([]);
});
