import {expect, test} from 'vitest';
import type {SupervisorStatus} from '../../../../src/core/prox.ts';
import {StatusTopic} from '../../../../src/tui/feed/status-topic.ts';
import {SAMPLE} from '../../../rig/fake-prox.ts';
import {soon} from '../../../rig/soon.ts';
import {TopicRig} from './visit.ts';

function setUp() {
  const rig = new TopicRig((send, clock) => new StatusTopic({clock, send}));
  const refresh = (): void => {
    if (rig.topic instanceof StatusTopic) rig.topic.refresh();
  };
  return {rig, refresh};
}

const said = {type: 'status', status: SAMPLE.status};

test('it is asked for now and every five seconds', async () => {
  const {rig} = setUp();
  rig.begin();
  for (const times of [1, 2, 3]) {
    expect(await rig.next()).toEqual(said);
    await rig.clock.timerArmed(5000);
    expect(rig.operations).toHaveLength(times);
    expect(rig.clock.armed).toEqual([5000]);
    rig.clock.advance(5000);
  }
  await rig.end();
  expect(rig.clock.armed).toEqual([]);
});

test.each(['starting', 'stopping'] as const)('while prox is %s, every second', async status => {
  const {rig} = setUp();
  rig.prox.status = async () => ({...SAMPLE.status, status});
  rig.begin();
  await rig.next();
  await rig.clock.timerArmed();
  expect(rig.clock.armed).toEqual([1000]);
  await rig.end();
});

test('something that has happened is a reason to ask at once', async () => {
  const {rig, refresh} = setUp();
  rig.begin();
  await rig.next();
  await rig.clock.timerArmed(5000);
  refresh();
  expect(await rig.next()).toEqual(said);
  await rig.clock.timerArmed(5000);
  expect(rig.clock.armed).toEqual([5000]);
  await rig.end();
});

test('what happens during the question is a reason to ask again', async () => {
  const {rig, refresh} = setUp();
  const answers: ((status: SupervisorStatus) => void)[] = [];
  rig.prox.status = async () => new Promise(resolve => answers.push(resolve));
  rig.begin();
  refresh();
  answers[0]?.(SAMPLE.status);
  await rig.next();
  await soon(
    'a second question',
    until(() => answers.length === 2),
  );
  await rig.end();
  expect(rig.clock.armed).toEqual([]);
});

/** Promises settle in a few turns. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setImmediate(resolve));
}
