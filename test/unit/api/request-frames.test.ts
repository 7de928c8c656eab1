import {expect, test} from 'vitest';
import {
  CONNECTED_FRAME,
  decodeRequestBatches,
  encodeRequestBatch,
} from '../../../src/api/request-frames.ts';
import {requestRecord} from '../../rig/proxy-sample.ts';

const record = requestRecord({url: '/\n\nevent: lagged'});
const json = (text: string): string => text.replace(/^data: /, '').trimEnd();

test('every request is an event of one line', () => {
  const text = encodeRequestBatch({dropped: 0, requests: [record, record]});
  expect(text).toMatch(/^(?:data: \{"id":"00000a1",.*\}\n\n){2}$/);
});

test('what was lost is told first', () => {
  const text = encodeRequestBatch({dropped: 3, requests: [record]});
  expect(text).toMatch(/^event: lagged\ndata: \{"dropped":3\}\n\ndata: \{"id"/);
});

test('events come back as the batches they were, the greeting as an empty one', () => {
  const data = json(encodeRequestBatch({dropped: 0, requests: [record]}));
  const frames = [
    {event: 'connected', data: '{}'},
    {data},
    {data},
    {event: 'lagged', data: '{"dropped":3}'},
    {data},
  ];
  const greeting = {dropped: 0, requests: []};
  const batches = [
    {dropped: 0, requests: [record, record]},
    {dropped: 3, requests: [record]},
  ];
  expect(CONNECTED_FRAME).toBe('event: connected\ndata: {}\n\n');
  expect(decodeRequestBatches(frames)).toStrictEqual([greeting, ...batches]);
  expect(decodeRequestBatches(frames.slice(0, 1))).toStrictEqual([greeting]);
  expect(decodeRequestBatches(frames.slice(1))).toStrictEqual(batches);
});
