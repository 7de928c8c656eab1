import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openStateDir} from '../../../src/daemon/state-dir.ts';
import {
  readState,
  removeState,
  writeState,
  type DaemonState,
} from '../../../src/daemon/state-file.ts';
import {tempDir} from './temp-dir.ts';

const STATE: DaemonState = {
  pid: 4711,
  port: 5555,
  host: '127.0.0.1',
  startedAt: '2026-01-02T03:04:05.000Z',
  configFile: '/work/prox.yaml',
  startToken: 'boot:1',
  version: '1.2.3',
};
const WIRE = {
  pid: 4711,
  port: 5555,
  host: '127.0.0.1',
  started_at: '2026-01-02T03:04:05.000Z',
  config_file: '/work/prox.yaml',
  start_token: 'boot:1',
  version: '1.2.3',
};

describe('the state file', () => {
  test('is read as it was written, for its owner only', async () => {
    const dir = tempDir();
    await writeState(dir, STATE);
    expect(await readState(dir)).toEqual(STATE);
    expect(JSON.parse(readFileSync(join(dir, 'prox.state'), 'utf8'))).toEqual(WIRE);
    expect(readFileSync(join(dir, 'prox.pid'), 'utf8')).toBe('4711\n');
    expect(statSync(join(dir, 'prox.state')).mode & 0o777).toBe(0o600);
    expect(readdirSync(dir).sort()).toEqual(['prox.pid', 'prox.state']);
  });

  test.each([
    ['empty', ''],
    ['cut off', '{"pid": 47'],
    ['not an object', '[1, 2]'],
    ['null', 'null'],
    ['of a shape to come', JSON.stringify({...WIRE, port: undefined, addresses: ['::1']})],
    ['without a start token', JSON.stringify({...WIRE, start_token: undefined})],
    ['with pid 0', JSON.stringify({...WIRE, pid: 0})],
    ['with a negative pid', JSON.stringify({...WIRE, pid: -1})],
    ['with a pid that is text', JSON.stringify({...WIRE, pid: '4711'})],
    ['with a port that is none', JSON.stringify({...WIRE, port: 70_000})],
    ['with NUL bytes', '\0\0\0\0'],
    ['too large to be one', JSON.stringify({...WIRE, version: 'x'.repeat(1024 ** 2)})],
  ])('that is %s is moved aside', async (_, text) => {
    const dir = tempDir();
    writeFileSync(join(dir, 'prox.state'), text);
    expect(await readState(dir)).toBeUndefined();
    expect(readFileSync(join(dir, 'prox.state.bad'), 'utf8')).toBe(text);
    expect(existsSync(join(dir, 'prox.state'))).toBe(false);
  });

  test('that has fields of a newer prox beside ours is read', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'prox.state'), JSON.stringify({...WIRE, version: '9.0.0', more: true}));
    expect(await readState(dir)).toEqual({...STATE, version: '9.0.0'});
  });

  test('that is a link is moved aside, its target untouched', async () => {
    const dir = tempDir();
    writeFileSync(join(dir, 'target'), JSON.stringify(WIRE));
    symlinkSync(join(dir, 'target'), join(dir, 'prox.state'));
    expect(await readState(dir)).toBeUndefined();
    expect(readFileSync(join(dir, 'target'), 'utf8')).toBe(JSON.stringify(WIRE));
  });

  test('that is not there is none', async () => {
    expect(await readState(tempDir())).toBeUndefined();
  });

  test('is removed with its pid file', async () => {
    const dir = tempDir();
    await writeState(dir, STATE);
    await removeState(dir, STATE);
    expect(readdirSync(dir)).toEqual([]);
  });

  test('of a successor survives the removal of the one before', async () => {
    const dir = tempDir();
    await writeState(dir, {...STATE, pid: 4712});
    await removeState(dir, STATE);
    expect(await readState(dir)).toEqual({...STATE, pid: 4712});
    expect(readdirSync(dir).sort()).toEqual(['prox.pid', 'prox.state']);
  });
});

describe('the .prox folder', () => {
  test('is made for its owner only and ignored by git', async () => {
    const project = tempDir();
    const path = await openStateDir(project);
    expect(path).toBe(join(project, '.prox'));
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(path, '.gitignore'), 'utf8')).toBe('*\n');
  });

  test('is closed to others when it was open', async () => {
    const project = tempDir();
    mkdirSync(join(project, '.prox'), {mode: 0o755});
    expect(statSync(await openStateDir(project)).mode & 0o777).toBe(0o700);
  });

  test('is refused when it is a link', async () => {
    const project = tempDir();
    mkdirSync(join(project, 'elsewhere'));
    symlinkSync(join(project, 'elsewhere'), join(project, '.prox'));
    await expect(openStateDir(project)).rejects.toMatchObject({code: 'START_FAILED'});
    expect(readdirSync(join(project, 'elsewhere'))).toEqual([]);
  });

  test('is refused when it is a file', async () => {
    const project = tempDir();
    writeFileSync(join(project, '.prox'), '');
    await expect(openStateDir(project)).rejects.toMatchObject({code: 'START_FAILED'});
  });
});
