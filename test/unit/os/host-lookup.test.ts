import {expect, test} from 'vitest';
import {isUnknownHost} from '../../../src/os/host-lookup.ts';

const forever = new AbortController().signal;

test('a host that the system finds is not unknown', async () => {
  expect(await isUnknownHost('localhost', forever)).toBe(false);
});

test('a question that is called off tells nothing', async () => {
  expect(await isUnknownHost('web.invalid', AbortSignal.abort())).toBe(false);
});
