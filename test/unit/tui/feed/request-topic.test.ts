import {expect, test} from 'vitest';
import {ProxError} from '../../../../src/core/errors.ts';
import type {RequestBatch, RequestRecord} from '../../../../src/core/request-record.ts';
import {RequestTopic} from '../../../../src/tui/feed/request-topic.ts';
import {Feed} from '../../../rig/feed.ts';
import {requestRecord} from '../../../rig/proxy-sample.ts';
import {TopicRig} from './visit.ts';

function setUp(...held: readonly RequestRecord[]) {
  const rig = new TopicRig(send => new RequestTopic(send));
  const stream = new Feed<RequestBatch>();
  rig.prox.requestSource = ({signal}) => stream.read(signal);
  const holds = (...requests: readonly RequestRecord[]): void => {
    rig.prox.requests = async query => {
      rig.prox.calls.push({operation: 'requests', input: query});
      return {requests, filteredCount: requests.length, totalCount: requests.length};
    };
  };
  holds(...held);
  return {rig, stream, holds};
}

const [a1, a2, a3, a4] = ['00000a1', '00000a2', '00000a3', '00000a4'].map(id =>
  requestRecord({id}),
) as [RequestRecord, RequestRecord, RequestRecord, RequestRecord];

function batch(...requests: readonly RequestRecord[]): RequestBatch {
  return {dropped: 0, requests};
}

test('the page is asked for when the stream listens, and what is in both comes once', async () => {
  const {rig, stream} = setUp({...a3, inFlight: true}, a2, a1);
  rig.begin();
  expect(rig.operations).toEqual(['followRequests']);
  stream.push(batch());
  expect(await rig.next()).toEqual({type: 'requests', records: [a1, a2]});
  stream.push(batch(a2));
  stream.push(batch(a2, a3));
  expect(await rig.next()).toEqual({type: 'requests', records: [a3]});
  expect(rig.operations).toEqual(['followRequests', 'requests']);
  await rig.end();
});

test('what finished between two connections comes from the page, and nothing twice', async () => {
  const {rig, stream, holds} = setUp(a1);
  rig.begin();
  stream.push(batch());
  expect(await rig.next()).toEqual({type: 'requests', records: [a1]});
  await rig.end();
  holds(a3, a2, a1);
  rig.begin();
  stream.push(batch());
  expect(await rig.next()).toEqual({type: 'requests', records: [a2, a3]});
  await rig.end();
});

test('what the stream has lost comes from the page', async () => {
  const {rig, stream, holds} = setUp(a1);
  rig.begin();
  stream.push(batch());
  await rig.next();
  holds(a4, a3, a2, a1);
  stream.push({dropped: 2, requests: [a4]});
  expect(await rig.next()).toEqual({type: 'requests', records: [a2, a3, a4]});
  await rig.end();
});

test('a new run may use the same ids', async () => {
  const {rig, stream} = setUp(a1);
  rig.begin();
  stream.push(batch());
  await rig.next();
  await rig.end();
  rig.topic.beginAnew?.();
  rig.begin();
  stream.push(batch());
  expect(await rig.next()).toEqual({type: 'requests', records: [a1]});
  await rig.end();
});

test('that there is no proxy is said once a run, and asked once a connection', async () => {
  const {rig} = setUp();
  let asked = 0;
  rig.prox.requestSource = () => {
    asked += 1;
    throw new ProxError('PROXY_NOT_ENABLED');
  };
  rig.begin();
  expect(await rig.next()).toEqual({type: 'noProxy'});
  await rig.end();
  rig.begin();
  await rig.end();
  expect(asked).toBe(2);
  expect(rig.said.size).toBe(0);
  rig.topic.beginAnew?.();
  rig.begin();
  expect(await rig.next()).toEqual({type: 'noProxy'});
  await rig.end();
});

test('another refusal is an error', async () => {
  const {rig} = setUp();
  rig.prox.requestSource = () => {
    throw new ProxError('STREAM_LIMIT_REACHED');
  };
  rig.begin();
  await expect(rig.visit).rejects.toMatchObject({code: 'STREAM_LIMIT_REACHED'});
});
