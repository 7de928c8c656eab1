import {expect, it} from 'vitest';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';

it('a reload tells what has changed', async () => {
  await using app = await TestApp.create({config: {processes: {web: IDLE, old: IDLE}}});
  await app.begin();
  await app.project.writeConfig({processes: {web: `${IDLE}0`, api: IDLE}, api: {port: 1}});
  await app.app.reload({});
  expect(await app.event('config.reloaded')).toMatchObject({
    severity: 'info',
    process: undefined,
    message:
      'prox.yaml was reloaded: api is new, old is gone, web has changed, api.port needs a restart of prox',
    details: {
      added: ['api'],
      removed: ['old'],
      restarted: ['web'],
      updated: [],
      changes: [{name: 'web', keys: ['cmd']}],
      routes: {added: [], removed: [], changed: []},
      restartRequired: ['api.port'],
    },
  });
  expect(await app.happened('web')).toEqual(['process.started', 'process.restarted']);
});

it('a reload of an invalid file tells the problems, and does not quote the file', async () => {
  await using app = await TestApp.create({config: {processes: {web: IDLE}}});
  await app.begin();
  await app.project.writeConfig('processes:\n  web:\n    cmd: 7\n    env: hunter2-hunter2\n');
  await expect(app.app.reload({})).rejects.toMatchObject({code: 'CONFIG_INVALID'});
  const event = await app.event('config.invalid');
  expect(event).toMatchObject({
    severity: 'warning',
    message: expect.stringMatching(/^prox.yaml was not reloaded: Invalid configuration/),
  });
  expect(event.details['errors']).toContainEqual(
    expect.objectContaining({path: 'processes.web.cmd', line: 3}),
  );
  expect(JSON.stringify(event)).not.toContain('hunter2');
});

it('a dry run is no event, whatever comes of it', async () => {
  await using app = await TestApp.create({config: {processes: {web: IDLE}}});
  await app.begin();
  await app.project.writeConfig({processes: {web: IDLE, api: IDLE}});
  await app.app.reload({dryRun: true});
  await app.project.writeConfig('processes: 7');
  await expect(app.app.reload({dryRun: true})).rejects.toMatchObject({code: 'CONFIG_INVALID'});
  expect(await app.happened()).toEqual(['process.started']);
});
