import {chmod, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {TestApp} from '../../rig/test-app.ts';

const BYTE_ORDER_MARK = '\uFEFF';
const CONFIG = 'processes: {web: {cmd: sleep 1000, autostart: false}}\n';

test.each([
  ['as it was read', CONFIG],
  ['with a byte order mark', BYTE_ORDER_MARK + CONFIG],
])('a prox.yaml %s has not changed', async (_, config) => {
  await using running = await TestApp.create({config});
  expect(await running.app.status()).toMatchObject({configChanged: false});
});

test.each<[string, (file: string) => Promise<void>]>([
  ['was edited', async file => writeFile(file, CONFIG.replace('1000', '2000'))],
  ['is gone', async file => rm(file)],
  ['is refused by now', async file => chmod(file, 0o666)],
])('a prox.yaml that %s has changed', async (_, change) => {
  await using running = await TestApp.create({config: CONFIG});
  await change(join(running.project.dir, 'prox.yaml'));
  expect(await running.app.status()).toMatchObject({configChanged: true});
});

test('a prox.yaml that was edited back has not changed', async () => {
  await using running = await TestApp.create({config: CONFIG});
  const file = join(running.project.dir, 'prox.yaml');
  const before = await readFile(file);
  await writeFile(file, 'processes: {}\n');
  await writeFile(file, before);
  expect(await running.app.status()).toMatchObject({configChanged: false});
});

test('prox does not know the commit and the time it was built from', async () => {
  await using running = await TestApp.create({config: CONFIG});
  expect(await running.app.version()).toMatchObject({
    version: '0.0.0',
    gitCommit: undefined,
    buildTime: undefined,
    apiVersion: 'v1',
  });
});

test('the detail of a process tells that prox never restarts it by itself', async () => {
  await using running = await TestApp.create({config: CONFIG});
  expect(await running.app.process({name: 'web'})).toMatchObject({restartPolicy: 'no'});
});
