import {execFileSync} from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {
  ensureToken,
  readToken,
  rotateToken,
  tokenFromEnv,
  tokenPath,
} from '../../../src/daemon/token-file.ts';
import {tempDir} from './temp-dir.ts';

const TOKEN = 'a'.repeat(43);
const isRoot = process.getuid?.() === 0;

test('a token is made on first need and then kept', async () => {
  const path = tokenPath({HOME: tempDir()});
  const token = await ensureToken(path);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await ensureToken(path)).toBe(token);
  expect(readToken(path)).toBe(token);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(readdirSync(dirname(path))).toEqual(['token']);
});

test('all who need it at once get the same token', async () => {
  const path = tokenPath({HOME: tempDir()});
  const tokens = await Promise.all(Array.from({length: 20}, () => ensureToken(path)));
  expect(new Set(tokens)).toEqual(new Set([readFileSync(path, 'utf8').trim()]));
});

test('no file is no token', () => {
  expect(readToken(join(tempDir(), 'token'))).toBeUndefined();
});

describe('a token file is refused', () => {
  test.each([
    ['when others may read it', TOKEN, 0o644, /other users may read it/],
    ['when the group may write it', TOKEN, 0o620, /other users may read it/],
    ['when it is too short', 'a'.repeat(31), 0o600, /32 to 128/],
    ['when it is too long', 'a'.repeat(129), 0o600, /32 to 128/],
    ['when it is not ASCII', 'ä'.repeat(40), 0o600, /32 to 128/],
    ['when it holds two lines', `${TOKEN}\n${TOKEN}`, 0o600, /32 to 128/],
    ['when it is empty', '', 0o600, /32 to 128/],
  ])('%s', async (_, text, mode, message) => {
    const path = join(tempDir(), 'token');
    writeFileSync(path, text);
    chmodSync(path, mode);
    expect(() => readToken(path)).toThrow(invalid(message));
    await expect(ensureToken(path)).rejects.toMatchObject({code: 'TOKEN_INVALID'});
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('when it is a link', () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'other'), TOKEN, {mode: 0o600});
    symlinkSync(join(dir, 'other'), join(dir, 'token'));
    expect(() => readToken(join(dir, 'token'))).toThrow(invalid(/a symbolic link/));
  });

  test('when it is a folder', () => {
    const path = join(tempDir(), 'token');
    mkdirSync(path, {mode: 0o700});
    expect(() => readToken(path)).toThrow(invalid(/not a regular file/));
  });

  test('when it is a FIFO, without waiting for somebody to write', () => {
    const path = join(tempDir(), 'token');
    execFileSync('mkfifo', ['-m', '600', path]);
    expect(() => readToken(path)).toThrow(invalid(/not a regular file/));
  });

  test('when it is in a folder that is none', () => {
    const file = join(tempDir(), 'file');
    writeFileSync(file, '');
    expect(() => readToken(join(file, 'token'))).toThrow(invalid(/ENOTDIR/));
  });

  test.runIf(isRoot)('when it belongs to another user', () => {
    const path = join(tempDir(), 'token');
    writeFileSync(path, TOKEN, {mode: 0o600});
    chownSync(path, 65_534, 65_534);
    expect(() => readToken(path)).toThrow(invalid(/belongs to another user/));
  });
});

describe('a new token', () => {
  test('replaces the old one as a whole, and only its owner may read it', async () => {
    const path = tokenPath({HOME: tempDir()});
    const before = await ensureToken(path);
    chmodSync(path, 0o644);
    const token = await rotateToken(path);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(token).not.toBe(before);
    expect(readToken(path)).toBe(token);
    expect(readdirSync(dirname(path))).toEqual(['token']);
  });

  test('is made where there was none', async () => {
    const path = tokenPath({HOME: tempDir()});
    const token = await rotateToken(path);
    expect(readToken(path)).toBe(token);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  });

  test('takes the place of a link, and leaves alone what that leads to', async () => {
    const dir = tempDir();
    const path = join(dir, 'token');
    writeFileSync(join(dir, 'other'), 'precious');
    symlinkSync(join(dir, 'other'), path);
    expect(await rotateToken(path)).toBe(readToken(path));
    expect(readFileSync(join(dir, 'other'), 'utf8')).toBe('precious');
  });

  test('does not take the place of a folder', async () => {
    const path = join(tempDir(), 'token');
    mkdirSync(path);
    await expect(rotateToken(path)).rejects.toMatchObject({code: 'TOKEN_INVALID'});
    expect(readdirSync(dirname(path))).toEqual(['token']);
  });
});

test.each([
  ['ENOENT', '/proc'],
  ['ENOENT', '/nowhere/at/all'],
])('a home that nothing can be made in is told (%s, %s)', async (reason, home) => {
  const path = tokenPath({HOME: home});
  for (const make of [ensureToken, rotateToken]) {
    await expect(make(path)).rejects.toEqual(invalid(new RegExp(reason)));
  }
});

test('a home that is no absolute path is refused', () => {
  expect(() => tokenPath({HOME: 'home'})).toThrow(invalid(/HOME is no absolute path: 'home'/));
});

test.each([{}, {HOME: ''}])('without a home folder (%j) the reason is given', env => {
  expect(() => tokenPath(env)).toThrow(/HOME is not set/);
});

test('PROX_TOKEN is taken as it is, or refused', () => {
  expect(tokenFromEnv({PROX_TOKEN: TOKEN})).toBe(TOKEN);
  expect(tokenFromEnv({PROX_TOKEN: ''})).toBeUndefined();
  expect(tokenFromEnv({})).toBeUndefined();
  expect(() => tokenFromEnv({PROX_TOKEN: 'short'})).toThrow(/it has 5/);
});

function invalid(message: RegExp): unknown {
  return expect.objectContaining({
    code: 'TOKEN_INVALID',
    message: expect.stringMatching(message),
    hint: expect.any(String),
  });
}
