import {expect, test} from 'vitest';
import type {EventBatch, ProxEvent} from '../../../../src/core/event.ts';
import {EventTopic} from '../../../../src/tui/feed/event-topic.ts';
import {Feed} from '../../../rig/feed.ts';
import {SAMPLE} from '../../../rig/fake-prox.ts';
import {TopicRig} from './visit.ts';

const [sample] = SAMPLE.events.events;

function eventOf(id: number, process?: string): ProxEvent {
  return {...sample, id, process};
}

function setUp(...held: readonly ProxEvent[]) {
  let ofProx = 0;
  const rig = new TopicRig(send => new EventTopic({send, onEventOfProx: () => (ofProx += 1)}));
  const stream = new Feed<EventBatch>();
  rig.prox.eventSource = ({signal}) => stream.read(signal);
  rig.prox.events = async query => {
    rig.prox.calls.push({operation: 'events', input: query});
    return {events: held, filteredCount: 0, totalCount: 0, hasMore: false};
  };
  return {rig, stream, ofProx: () => ofProx};
}

test('the newest come first, oldest of them ahead; then what happens after them', async () => {
  const {rig, stream} = setUp(eventOf(7), eventOf(6));
  rig.begin();
  const page = [eventOf(6), eventOf(7)];
  expect(await rig.next()).toEqual({type: 'events', dropped: 0, events: page});
  stream.push({dropped: 0, events: [eventOf(8)]});
  expect(await rig.next()).toEqual({type: 'events', dropped: 0, events: [eventOf(8)]});
  expect(rig.prox.calls).toEqual([
    {operation: 'events', input: {limit: 200}},
    {operation: 'followEvents', input: {sinceId: 7}},
  ]);
  await rig.end();
});

test('the next connection, also to another run, goes on after the last one', async () => {
  const {rig, stream} = setUp(eventOf(7));
  rig.begin();
  await rig.next();
  stream.push({dropped: 2, events: [eventOf(10)]});
  expect(await rig.next()).toEqual({type: 'events', dropped: 2, events: [eventOf(10)]});
  await rig.end();
  rig.topic.beginAnew?.();
  rig.begin();
  stream.push({dropped: 0, events: [eventOf(11)]});
  expect(await rig.next()).toMatchObject({events: [eventOf(11)]});
  expect(rig.prox.calls.slice(2)).toEqual([{operation: 'followEvents', input: {sinceId: 10}}]);
  await rig.end();
});

test('where nothing has happened yet nothing is said, and all is followed', async () => {
  const {rig, stream} = setUp();
  rig.begin();
  stream.push({dropped: 0, events: [eventOf(1)]});
  expect(await rig.next()).toMatchObject({events: [eventOf(1)]});
  expect(rig.prox.calls.at(-1)?.input).toEqual({sinceId: 0});
  await rig.end();
});

test('what happens to prox itself is told, what happens to a process is not', async () => {
  const {rig, stream, ofProx} = setUp(eventOf(7));
  rig.begin();
  await rig.next();
  for (const id of [8, 9]) {
    stream.push({dropped: 0, events: [eventOf(id, 'web')]});
    await rig.next();
  }
  expect(ofProx()).toBe(0);
  stream.push({dropped: 0, events: [eventOf(10, 'web'), eventOf(11)]});
  stream.push({dropped: 0, events: [eventOf(12, 'web')]});
  await rig.next();
  await rig.next();
  expect(ofProx()).toBe(1);
  await rig.end();
});
