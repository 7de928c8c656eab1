import {expect, test} from 'vitest';
import {ChunkList} from '../../../../src/proxy/capture/chunk-list.ts';

test('gives the bytes back in order, whatever the sizes', () => {
  const list = new ChunkList();
  const sizes = [1, 0, 3, 5000, 2, 4096, 4097, 7, 70_000, 1, 1, 1];
  const parts = sizes.map((size, index) => Buffer.alloc(size, index + 1));
  for (const part of parts) list.push(part);

  expect(Buffer.concat(list.chunks).equals(Buffer.concat(parts))).toBe(true);
  expect(list.length).toBe(Buffer.concat(parts).length);
});

test('a stream of single bytes makes few chunks', () => {
  const list = new ChunkList();
  for (let count = 0; count < 100_000; count++) list.push(Buffer.from([count & 0xff]));

  expect(list.chunks.length).toBeLessThan(50);
  expect(list.length).toBe(100_000);
});

test('a large chunk is kept as it is, a part of a far larger one is copied', () => {
  const list = new ChunkList();
  const large = Buffer.alloc(64 * 1024);
  list.push(large);
  list.push(large.subarray(0, 10_000));

  expect(list.chunks[0]).toBe(large);
  expect(list.chunks[1]?.buffer).not.toBe(large.buffer);
  expect(list.chunks[1]?.buffer.byteLength).toBeLessThan(20_000);
});

test('a short body gets no room that it does not need', () => {
  const list = new ChunkList();
  list.push(Buffer.from('hello'));

  expect(list.chunks[0]?.buffer.byteLength).toBe(5);
});
