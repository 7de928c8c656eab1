import {describe, expect, it} from 'vitest';
import {TestApp} from '../../rig/test-app.ts';

const IDLE = 'exec sleep 1000';

describe('two that need each other the other way round after an edit', () => {
  const before = {processes: {web: IDLE, api: {cmd: IDLE, depends_on: ['web']}}};
  const after = {processes: {web: {cmd: IDLE, depends_on: ['api']}, api: IDLE}};

  it('are not mixed by a restart of one: it is refused, and runs on', async () => {
    await using app = await TestApp.create({config: before});
    await app.begin();
    const {pid} = await app.until('web', ({status}) => status === 'running');
    await app.project.writeConfig(after);
    await expect(app.app.restart({name: 'web'})).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      detail: 'web now needs api, which as it runs needs web',
      hint: expect.stringContaining('prox reload') as string,
    });
    expect(await app.summary('web')).toMatchObject({status: 'running', pid});
  });

  it('are turned round by a reload', async () => {
    await using app = await TestApp.create({config: before});
    await app.begin();
    await app.until('api', ({status}) => status === 'running');
    await app.project.writeConfig(after);
    expect(await app.app.reload({})).toMatchObject({failures: []});
    expect(await app.summary('web')).toMatchObject({dependsOn: [{name: 'api'}]});
    await app.app.restart({name: 'web'});
    expect(await app.summary('web')).toMatchObject({status: 'running'});
  });

  it('may be blocked meanwhile, by different roots', async () => {
    const tasks = {c: 'exit 3', d: 'exit 4'};
    await using app = await TestApp.create({
      config: {
        tasks,
        processes: {b: {cmd: IDLE, depends_on: ['d']}, a: {cmd: IDLE, depends_on: ['c', 'b']}},
      },
    });
    await app.begin();
    await app.until('a', ({blockedReason}) => blockedReason?.includes('; ') === true);
    await app.project.writeConfig({
      tasks,
      processes: {b: {cmd: IDLE, depends_on: ['a', 'd']}, a: {cmd: IDLE, depends_on: ['c']}},
    });
    await app.app.reload({});
    expect(await app.summary('b')).toMatchObject({
      blockedReason: 'c crashed (exit code 3); d crashed (exit code 4)',
    });
  });
});
