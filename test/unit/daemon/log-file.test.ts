import {readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {LogFile} from '../../../src/daemon/log-file.ts';
import {tempDir} from './temp-dir.ts';

const MEGABYTE = 'x'.repeat(1024 * 1024);

test('the log is appended to, for its owner only', () => {
  const path = join(tempDir(), 'prox.log');
  for (const text of ['one\n', 'two\n']) {
    const log = new LogFile(path);
    log.write(text);
    log.close();
  }
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('it never grows far over 5 MB, and one older file is kept', () => {
  const dir = tempDir();
  const log = new LogFile(join(dir, 'prox.log'));
  for (let i = 0; i < 17; i++) log.write(MEGABYTE);
  log.close();
  expect(readdirSync(dir).sort()).toEqual(['prox.log', 'prox.log.1']);
  expect(statSync(join(dir, 'prox.log')).size).toBe(2 * MEGABYTE.length);
  expect(statSync(join(dir, 'prox.log.1')).size).toBe(5 * MEGABYTE.length);
});

test('a full one is put aside when it is opened', () => {
  const path = join(tempDir(), 'prox.log');
  writeFileSync(path, MEGABYTE.repeat(5));
  new LogFile(path).close();
  expect(statSync(path).size).toBe(0);
});

test('a link is not written through', () => {
  const dir = tempDir();
  symlinkSync(join(dir, 'bashrc'), join(dir, 'prox.log'));
  expect(() => new LogFile(join(dir, 'prox.log'))).toThrow(/ELOOP/);
});
