import {symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readOwnFile} from '../../../src/daemon/own-file.ts';
import {tempDir} from './temp-dir.ts';

test('a file of ours is read', async () => {
  const path = join(tempDir(), 'file');
  writeFileSync(path, 'text');
  expect(await readOwnFile(path)).toBe('text');
});

test('what is not there is none, also in a folder that is a file', async () => {
  const path = join(tempDir(), 'file');
  expect(await readOwnFile(path)).toBeUndefined();
  writeFileSync(path, 'text');
  expect(await readOwnFile(join(path, 'file'))).toBeUndefined();
});

test('a link holds nothing of ours', async () => {
  const dir = tempDir();
  writeFileSync(join(dir, 'target'), 'text');
  symlinkSync(join(dir, 'target'), join(dir, 'link'));
  expect(await readOwnFile(join(dir, 'link'))).toBe('');
});
