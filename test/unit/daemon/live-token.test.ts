import {chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import type {ProxError} from '../../../src/core/errors.ts';
import {LiveToken} from '../../../src/daemon/live-token.ts';
import * as tokenFile from '../../../src/daemon/token-file.ts';
import {tempDir} from './temp-dir.ts';

const {rotateToken} = tokenFile;

test('what the file holds at this moment counts', async () => {
  const {path, live, troubles} = createLiveToken();
  const first = await rotateToken(path);
  expect(live.read()).toBe(first);
  const second = await rotateToken(path);
  expect(live.read()).toBe(second);
  writeFileSync(path, 'w'.repeat(32)); // by hand, in place
  expect(live.read()).toBe('w'.repeat(32));
  expect(troubles).toEqual([]);
});

test('a file that has not changed is not read again', async () => {
  const {path, live} = createLiveToken();
  await rotateToken(path);
  live.read();
  const read = vi.spyOn(tokenFile, 'readToken');
  for (let count = 0; count < 10; count++) live.read();
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
});

test.each<[string, (path: string) => void, RegExp]>([
  ['is gone', path => rmSync(path), /it is gone/],
  ['may be read by others', path => chmodSync(path, 0o644), /other users may read it/],
  ['is emptied', path => writeFileSync(path, ''), /32 to 128/],
  ['holds something else', path => writeFileSync(path, 'short'), /32 to 128/],
  ['is very long', path => writeFileSync(path, 'x'.repeat(1e6)), /32 to 128/],
  ['has become a link', replaceByLink, /a symbolic link/],
  ['has become a folder', replaceByFolder, /not a regular file/],
])('when it %s no token counts, and that is told once', async (_, spoil, message) => {
  const {path, live, troubles} = createLiveToken();
  await rotateToken(path);
  expect(live.read()).toBeDefined();
  spoil(path);
  for (let count = 0; count < 3; count++) expect(live.read()).toBeUndefined();
  expect(troubles).toEqual([expect.objectContaining({code: 'TOKEN_INVALID'})]);
  expect(troubles[0]?.message).toMatch(message);
  expect(troubles[0]?.hint).toBeDefined();
});

test('what can be used again counts again, and the next trouble is told', async () => {
  const {path, live, troubles} = createLiveToken();
  const token = await rotateToken(path);
  chmodSync(path, 0o644);
  expect(live.read()).toBeUndefined();
  chmodSync(path, 0o600);
  expect(live.read()).toBe(token);
  chmodSync(path, 0o644);
  expect(live.read()).toBeUndefined();
  expect(troubles).toHaveLength(2);
});

function createLiveToken() {
  const path = join(tempDir(), 'token');
  const troubles: ProxError[] = [];
  const live = new LiveToken({path, onUnusable: error => troubles.push(error)});
  return {path, live, troubles};
}

function replaceByLink(path: string): void {
  renameSync(path, `${path}.moved`);
  symlinkSync(`${path}.moved`, path);
}

function replaceByFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
}
