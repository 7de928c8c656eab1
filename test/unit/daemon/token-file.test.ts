import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {ensureToken, readToken, tokenFromEnv, tokenPath} from '../../../src/daemon/token-file.ts';
import {tempDir} from './temp-dir.ts';

const TOKEN = 'a'.repeat(43);

test('a token is made on first need and then kept', async () => {
  const path = tokenPath({HOME: tempDir()});
  const token = await ensureToken(path);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await ensureToken(path)).toBe(token);
  expect(await readToken(path)).toBe(token);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(readdirSync(dirname(path))).toEqual(['token']);
});

test('all who need it at once get the same token', async () => {
  const path = tokenPath({HOME: tempDir()});
  const tokens = await Promise.all(Array.from({length: 20}, () => ensureToken(path)));
  expect(new Set(tokens)).toEqual(new Set([readFileSync(path, 'utf8').trim()]));
});

test('no file is no token', async () => {
  expect(await readToken(join(tempDir(), 'token'))).toBeUndefined();
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
    await expect(readToken(path)).rejects.toMatchObject({
      code: 'TOKEN_INVALID',
      message: expect.stringMatching(message),
    });
    await expect(ensureToken(path)).rejects.toMatchObject({code: 'TOKEN_INVALID'});
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('when it is a link', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'other'), TOKEN, {mode: 0o600});
    symlinkSync(join(dir, 'other'), join(dir, 'token'));
    await expect(readToken(join(dir, 'token'))).rejects.toMatchObject({code: 'TOKEN_INVALID'});
  });

  test('when it is a folder', async () => {
    const path = join(tempDir(), 'token');
    mkdirSync(path, {mode: 0o700});
    await expect(readToken(path)).rejects.toMatchObject({code: 'TOKEN_INVALID'});
  });
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
