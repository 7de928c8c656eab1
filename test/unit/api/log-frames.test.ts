import {createParser} from 'eventsource-parser';
import {expect, test} from 'vitest';
import type {Frame} from '../../../src/api/frame.ts';
import {decodeLogBatches, encodeLogBatch} from '../../../src/api/log-frames.ts';
import type {LogBatch} from '../../../src/core/log-entry.ts';
import {logEntry} from '../../rig/fake-prox.ts';

test('each entry has its seq as id', () => {
  const text = encodeLogBatch({dropped: 0, entries: [logEntry(4), logEntry(5)]});
  expect(text).toMatch(/^id: 4\ndata: \{"seq":4,.*\}\n\nid: 5\ndata: \{"seq":5,.*\}\n\n$/);
});

test('what a slow reader lost is told before what follows', () => {
  const text = encodeLogBatch({dropped: 12, entries: [logEntry(20)]});
  expect(text).toMatch(/^event: lagged\ndata: \{"dropped":12\}\n\nid: 20\n/);
});

test('batches that arrive together come back in order', () => {
  const batches: LogBatch[] = [
    {dropped: 0, entries: [logEntry(1), logEntry(2, {line: '\n\nid: 9'})]},
    {dropped: 3, entries: [logEntry(6)]},
    {dropped: 2, entries: []},
  ];
  const text = batches.map(encodeLogBatch).join('');
  expect(decodeLogBatches(parse(text))).toEqual(batches);
});

function parse(text: string): readonly Frame[] {
  const frames: Frame[] = [];
  createParser({onEvent: frame => frames.push(frame)}).feed(text);
  return frames;
}
