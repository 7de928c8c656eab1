import {expect, test} from 'vitest';
import type {FeedMessage} from '../../../../src/tui/feed/feed-message.ts';
import {Outbox} from '../../../../src/tui/feed/outbox.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {logEntry, SAMPLE} from '../../../rig/fake-prox.ts';
import {requestRecord} from '../../../rig/proxy-sample.ts';

const [event] = SAMPLE.events.events;

function setUp() {
  const clock = new FakeClock();
  const sent: FeedMessage[] = [];
  const outbox = new Outbox({clock, send: message => sent.push(message)});
  return {clock, sent, outbox};
}

function logs(dropped: number, ...seqs: readonly number[]): FeedMessage {
  return {type: 'logs', dropped, entries: seqs.map(seq => logEntry(seq))};
}

test('a message after a silence is sent at once, and leaves no timer', () => {
  const {clock, sent, outbox} = setUp();
  outbox.put(logs(0, 1));
  expect(sent).toEqual([logs(0, 1)]);
  clock.advance(16);
  outbox.put(logs(0, 2));
  expect(sent).toEqual([logs(0, 1), logs(0, 2)]);
  expect(clock.armed).toEqual([]);
});

test('what comes within 16 ms is sent together, one message of each type', () => {
  const {clock, sent, outbox} = setUp();
  outbox.put(logs(0, 1));
  clock.advance(10);
  outbox.put(logs(0, 2, 3));
  outbox.put({type: 'requests', records: [requestRecord({id: '00000a1'})]});
  outbox.put({type: 'events', dropped: 0, events: [event]});
  outbox.put(logs(0, 4));
  outbox.put({type: 'requests', records: [requestRecord({id: '00000a2'})]});
  outbox.put({type: 'events', dropped: 0, events: [{...event, id: 8}]});
  clock.advance(5);
  expect(sent).toHaveLength(1);
  clock.advance(1);
  expect(sent.slice(1)).toEqual([
    logs(0, 2, 3, 4),
    {
      type: 'requests',
      records: [requestRecord({id: '00000a1'}), requestRecord({id: '00000a2'})],
    },
    {type: 'events', dropped: 0, events: [event, {...event, id: 8}]},
  ]);
  expect(clock.armed).toEqual([]);
});

test('of lists and states only the last is sent', () => {
  const {clock, sent, outbox} = setUp();
  outbox.put(logs(0, 1));
  for (const uptimeSeconds of [1, 2]) {
    outbox.put({type: 'processes', processes: SAMPLE.processes.processes.slice(0, uptimeSeconds)});
    outbox.put({type: 'status', status: {...SAMPLE.status, uptimeSeconds}});
  }
  clock.advance(16);
  expect(sent.slice(1)).toEqual([
    {type: 'processes', processes: SAMPLE.processes.processes},
    {type: 'status', status: {...SAMPLE.status, uptimeSeconds: 2}},
  ]);
});

test('a loss stays where it was', () => {
  const {clock, sent, outbox} = setUp();
  outbox.put(logs(0, 1));
  outbox.put(logs(0, 2));
  outbox.put(logs(3, 6));
  outbox.put(logs(0, 7));
  clock.advance(16);
  expect(sent.slice(1)).toEqual([logs(0, 2), logs(3, 6, 7)]);
});

test('news of the connection is sent at once, behind all that came before it', () => {
  const {clock, sent, outbox} = setUp();
  outbox.put(logs(0, 1));
  outbox.put(logs(0, 2));
  outbox.putNow({type: 'connected', isNewRun: true});
  outbox.put(logs(0, 1));
  clock.advance(16);
  expect(sent.slice(1)).toEqual([logs(0, 2), {type: 'connected', isNewRun: true}, logs(0, 1)]);
});

test('nothing is sent once it is closed', () => {
  const {clock, sent, outbox} = setUp();
  outbox.put(logs(0, 1));
  outbox.put(logs(0, 2));
  outbox.close();
  expect(clock.armed).toEqual([]);
  expect(sent).toEqual([logs(0, 1)]);
});
