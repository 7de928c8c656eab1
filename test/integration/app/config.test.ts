import {readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {shownConfig} from '../../../src/config/shown-config.ts';
import {loadConfig} from '../../../src/config/load.ts';
import {FakeClock} from '../../rig/fake-clock.ts';
import {TestApp} from '../../rig/test-app.ts';

const web = {cmd: 'exec sleep 1000', env: {API_TOKEN: 'geheim', MODE: 'dev'}};

function configFileOf({project}: TestApp): string {
  return join(project.dir, 'prox.yaml');
}

test('the config is what `prox config show` prints, with where it is from', async () => {
  const clock = new FakeClock();
  await using running = await TestApp.create({config: {processes: {web}}, clock});
  const file = configFileOf(running);
  const loaded = await loadConfig(file);
  const config = await running.app.config();
  expect(config).toEqual({
    configFile: file,
    loadedAt: '2026-01-01T00:00:00.000Z',
    changedOnDisk: false,
    config: loaded.ok && shownConfig(loaded.config),
  });
  expect(JSON.stringify(config)).not.toContain('geheim');
});

test('a reload changes the config and when it was loaded, a dry run and a bad file do not', async () => {
  await using running = await TestApp.create({config: {processes: {web}}});
  const before = await running.app.config();
  await running.begin();
  await running.project.writeConfig({processes: {web, api: {...web, autostart: false}}});
  await running.app.reload({dryRun: true});
  expect(await running.app.config()).toEqual({...before, changedOnDisk: true});
  await running.app.reload({});
  const after = await running.app.config();
  expect(Date.parse(after.loadedAt)).toBeGreaterThan(Date.parse(before.loadedAt));
  expect(after).toMatchObject({
    changedOnDisk: false,
    config: {processes: [{name: 'web'}, {name: 'api'}]},
  });
  await running.project.writeConfig('processes: {');
  await expect(running.app.reload({})).rejects.toMatchObject({code: 'CONFIG_INVALID'});
  expect(await running.app.config()).toEqual({...after, changedOnDisk: true});
});

test('a process that was restarted alone is shown as it was defined for that', async () => {
  await using running = await TestApp.create({config: {processes: {web, api: web}}});
  await running.begin();
  const edited = {...web, cmd: 'exec sleep 2000'};
  await running.project.writeConfig({processes: {web: edited, api: edited}});
  await running.app.restart({name: 'web'});
  expect(await running.app.config()).toMatchObject({
    changedOnDisk: true,
    config: {
      processes: [
        {name: 'web', cmd: 'exec sleep 2000'},
        {name: 'api', cmd: 'exec sleep 1000'},
      ],
    },
  });
});

test('the file on disk is checked when no text is given, and neither changes anything', async () => {
  await using running = await TestApp.create({config: {processes: {web}}});
  await running.begin();
  const file = configFileOf(running);
  expect(await running.app.validateConfig({})).toEqual({valid: true, errors: [], warnings: []});
  await writeFile(file, 'processes: {web: 1}');
  const {mtimeMs} = await stat(file);
  const {pid} = await running.summary('web');
  const before = await running.app.config();
  expect(await running.app.validateConfig({})).toMatchObject({
    valid: false,
    errors: [{path: 'processes.web', line: 1, column: 18}],
  });
  expect(await running.app.validateConfig({yaml: 'processes: {other: x}'})).toMatchObject({
    valid: true,
  });
  expect(await running.app.config()).toEqual(before);
  expect(await running.summary('web')).toMatchObject({status: 'running', pid, restarts: 0});
  expect(await readFile(file, 'utf8')).toBe('processes: {web: 1}');
  expect((await stat(file)).mtimeMs).toBe(mtimeMs);
});

test('files that a text names are looked for beside prox.yaml', async () => {
  await using running = await TestApp.create({config: {processes: {web}}, files: {'a.env': ''}});
  const yaml = 'processes: {web: {cmd: x, env_file: [a.env, b.env]}}';
  expect(await running.app.validateConfig({yaml})).toMatchObject({
    errors: [{message: 'the env file `b.env` does not exist'}],
  });
});

test('a certificate that is not used is a warning', async () => {
  const files = {'own.pem': '', 'own.key': ''};
  await using running = await TestApp.create({config: {processes: {web}}, files});
  const yaml = 'processes: {web: x}\ncerts: {cert_file: own.pem, key_file: own.key}';
  expect(await running.app.validateConfig({yaml})).toEqual({
    valid: true,
    errors: [],
    warnings: ['`certs.cert_file` is not used, for the proxy is off'],
  });
});
