import {existsSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {discover} from '../../../src/daemon/discover.ts';
import {ownIdentity} from '../../../src/daemon/process-identity.ts';
import {openStateDir} from '../../../src/daemon/state-dir.ts';
import {writeState} from '../../../src/daemon/state-file.ts';
import {tempDir} from './temp-dir.ts';

const configNames = ['prox.yaml', 'prox.yml'];

/** A project whose state file names this very test process, or with `startToken` a dead one. */
async function project(overrides: {host?: string; startToken?: string} = {}): Promise<string> {
  const dir = tempDir();
  await writeState(await openStateDir(dir), {
    ...(await ownIdentity()),
    port: 5556,
    host: '127.0.0.1',
    startedAt: '2026-01-02T03:04:05.000Z',
    configFile: join(dir, 'prox.yaml'),
    version: '1.2.3',
    ...overrides,
  });
  return dir;
}

test('a running prox is found from a folder below its project', async () => {
  const dir = await project();
  const cwd = join(dir, 'a', 'b');
  mkdirSync(cwd, {recursive: true});
  expect(await discover({cwd, configNames})).toEqual({
    ...(await ownIdentity()),
    projectDir: dir,
    configFile: join(dir, 'prox.yaml'),
    address: 'http://127.0.0.1:5556',
    isTrusted: true,
  });
});

test('the nearest project counts, also when its prox does not run', async () => {
  const cwd = join(await project(), 'inner');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'prox.yml'), '');
  await expect(discover({cwd, configNames})).rejects.toMatchObject({
    code: 'NOT_RUNNING',
    message: `No prox is running here: ${cwd}`,
  });
});

test('a state file with a pid that was reused is removed and not taken for ours', async () => {
  const dir = await project({startToken: 'another-boot:1'});
  writeFileSync(join(dir, 'prox.yaml'), '');
  await expect(discover({cwd: dir, configNames})).rejects.toMatchObject({code: 'NOT_RUNNING'});
  expect(existsSync(join(dir, '.prox', 'prox.state'))).toBe(false);
  expect(existsSync(join(dir, '.prox', 'prox.pid'))).toBe(false);
});

test('a .prox folder that is a link is not believed', async () => {
  const dir = tempDir();
  symlinkSync(join(await project(), '.prox'), join(dir, '.prox'));
  writeFileSync(join(dir, 'prox.yaml'), '');
  await expect(discover({cwd: dir, configNames})).rejects.toMatchObject({code: 'NOT_RUNNING'});
});

test('--config names the project', async () => {
  const dir = await project();
  const configFile = join(dir, 'other.yaml');
  expect(await discover({cwd: '/', configFile, configNames})).toMatchObject({projectDir: dir});
});

test.each([
  ['0.0.0.0', 'http://127.0.0.1:5556', true],
  ['::', 'http://[::1]:5556', true],
  ['::1', 'http://[::1]:5556', true],
  ['localhost', 'http://localhost:5556', true],
  ['127.0.0.2', 'http://127.0.0.2:5556', true],
  ['10.0.0.5', 'http://10.0.0.5:5556', false],
  ['127.0.0.1.evil.example', 'http://127.0.0.1.evil.example:5556', false],
])(
  'a prox bound to %s is called at %s, trusted with a token: %s',
  async (host, address, isTrusted) => {
    const dir = await project({host});
    expect(await discover({cwd: dir, configNames})).toMatchObject({address, isTrusted});
  },
);
