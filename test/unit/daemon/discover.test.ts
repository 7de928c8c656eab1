import {existsSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {findConfig} from '../../../src/config/config-file.ts';
import {discover, findProject} from '../../../src/daemon/discover.ts';
import {ownIdentity} from '../../../src/daemon/process-identity.ts';
import {openStateDir} from '../../../src/daemon/state-dir.ts';
import {writeState} from '../../../src/daemon/state-file.ts';
import {tempDir} from './temp-dir.ts';

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
  expect(await discover({cwd, findConfig})).toEqual({
    ...(await ownIdentity()),
    projectDir: dir,
    configFile: join(dir, 'prox.yaml'),
    address: 'http://127.0.0.1:5556',
  });
});

test('the nearest project counts, also when its prox does not run', async () => {
  const cwd = join(await project(), 'inner');
  mkdirSync(cwd);
  writeFileSync(join(cwd, 'prox.yml'), '');
  await expect(discover({cwd, findConfig})).rejects.toMatchObject({
    code: 'NOT_RUNNING',
    message: `No prox is running here: ${cwd}`,
  });
});

test('a state file with a pid that was reused is removed and not taken for ours', async () => {
  const dir = await project({startToken: 'another-boot:1'});
  writeFileSync(join(dir, 'prox.yaml'), '');
  await expect(discover({cwd: dir, findConfig})).rejects.toMatchObject({code: 'NOT_RUNNING'});
  expect(existsSync(join(dir, '.prox', 'prox.state'))).toBe(false);
  expect(existsSync(join(dir, '.prox', 'prox.pid'))).toBe(false);
});

test('a .prox folder that is a link is not believed', async () => {
  const dir = tempDir();
  symlinkSync(join(await project(), '.prox'), join(dir, '.prox'));
  writeFileSync(join(dir, 'prox.yaml'), '');
  await expect(discover({cwd: dir, findConfig})).rejects.toMatchObject({code: 'NOT_RUNNING'});
});

test('--config names the project', async () => {
  const dir = await project();
  const configFile = join(dir, 'other.yaml');
  writeFileSync(configFile, '');
  expect(await discover({cwd: '/', configFile, findConfig})).toMatchObject({projectDir: dir});
});

test('a --config that does not exist is named, whatever runs beside it', async () => {
  const configFile = join(await project(), 'typo.yaml');
  await expect(discover({cwd: '/', configFile, findConfig})).rejects.toMatchObject({
    code: 'CONFIG_NOT_FOUND',
    detail: configFile,
  });
});

test('a project is found with its config file, whether its prox runs or not', async () => {
  const dir = tempDir();
  const cwd = join(dir, 'a');
  mkdirSync(cwd);
  expect(await findProject({cwd, findConfig})).toBeUndefined();
  writeFileSync(join(dir, 'prox.yml'), '');
  const configFile = join(dir, 'prox.yml');
  expect(await findProject({cwd, findConfig})).toEqual({dir, configFile, running: undefined});
});

test('the config file of a project whose prox runs is the one that it was started with', async () => {
  const dir = await project();
  writeFileSync(join(dir, 'prox.yml'), '');
  expect(await findProject({cwd: dir, findConfig})).toMatchObject({
    configFile: join(dir, 'prox.yaml'),
    running: {projectDir: dir},
  });
});

test.each([
  ['0.0.0.0', 'http://127.0.0.1:5556'],
  ['::', 'http://[::1]:5556'],
  ['::1', 'http://[::1]:5556'],
  ['localhost', 'http://localhost:5556'],
  ['10.0.0.5', 'http://10.0.0.5:5556'],
])('a prox bound to %s is called at %s', async (host, address) => {
  const dir = await project({host});
  expect(await discover({cwd: dir, findConfig})).toMatchObject({address});
});
