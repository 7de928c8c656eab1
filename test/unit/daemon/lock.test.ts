import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {buildSync} from 'esbuild';
import {expect, onTestFinished, test} from 'vitest';
import {acquireLock} from '../../../src/daemon/lock.ts';
import {tempDir} from './temp-dir.ts';

const CONTENDERS = 10;
const STALE = JSON.stringify({pid: 1, start_token: 'another-boot:1'});

test.each([
  ['there is none', undefined],
  ['its holder died', STALE],
  ['it is empty', ''],
  ['it is not ours', 'hello'],
])('one of ten that ask at once gets the lock when %s', async (_, before) => {
  const dir = tempDir();
  const path = join(dir, 'prox.lock');
  if (before !== undefined) writeFileSync(path, before);
  const contenders = await startContenders(path);
  const answers = await Promise.all(contenders.map(child => tell(child)));

  const winner = contenders[answers.indexOf('won')];
  const pids = new Set(contenders.map(({pid}) => pid));
  expect(answers.filter(answer => pids.has(Number(answer)))).toHaveLength(CONTENDERS - 1);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({pid: winner?.pid});
  expect(readdirSync(dir)).toEqual(['contender.mjs', 'prox.lock']);
});

test('the lock names its holder to whoever comes second', async () => {
  const path = join(tempDir(), 'prox.lock');
  await acquireLock(path);
  await expect(acquireLock(path)).rejects.toMatchObject({
    code: 'ALREADY_RUNNING',
    message: `Not started: already running (pid ${process.pid})`,
  });
});

test('a lock can be taken again after its release, and nothing is left', async () => {
  const dir = tempDir();
  const path = join(dir, 'prox.lock');
  await (await acquireLock(path)).release();
  await (await acquireLock(path)).release();
  expect(readdirSync(dir)).toEqual([]);
});

test('a release leaves the lock of another alone', async () => {
  const path = join(tempDir(), 'prox.lock');
  const lock = await acquireLock(path);
  writeFileSync(path, STALE);
  await lock.release();
  expect(readFileSync(path, 'utf8')).toBe(STALE);
});

async function startContenders(path: string): Promise<readonly ChildProcess[]> {
  const script = join(path, '..', 'contender.mjs');
  buildSync({
    entryPoints: [join(import.meta.dirname, 'lock-contender.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const children = Array.from({length: CONTENDERS}, () => fork(script, [path]));
  onTestFinished(() => children.forEach(child => child.kill('SIGKILL')));
  await Promise.all(children.map(child => once(child, 'message')));
  return children;
}

async function tell(child: ChildProcess): Promise<unknown> {
  const answer = once(child, 'message');
  child.send('go');
  return (await answer)[0];
}
