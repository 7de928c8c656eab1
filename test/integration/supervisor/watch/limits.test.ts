import {rm} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {watchCalls} from '../../../rig/watch-calls.ts';
import {WatchedProject} from '../../../rig/watched-project.ts';

const FILES = {'src/a.ts': '1', 'src/b.ts': '1'};

describe('watching where the system refuses', () => {
  it('polls the files', async () => {
    await using project = await WatchedProject.create({paths: ['src', 'later'], files: FILES});
    using refusing = watchCalls('ENOSPC');
    const web = await project.watch();
    expect(refusing.paths).not.toEqual([]);
    await project.write('src/a.ts', 'edited');
    expect(await web.answer()).toBe('restart: src/a.ts changed');
    await project.write('later/c.ts');
    expect(await web.answer()).toBe('restart: later/c.ts added');
    await rm(project.path('src'), {recursive: true});
    expect(await web.answer()).toMatch(/^restart: src\S* removed/);
  });

  it.each([
    ['ENOSPC', 'sudo sysctl fs.inotify.max_user_watches=1048576'],
    ['EMFILE', 'sudo sysctl fs.inotify.max_user_instances=1024'],
  ])('says so once, with the way out of %s', async (code, remedy) => {
    await using project = await WatchedProject.create({paths: ['src', 'later'], files: FILES});
    using _refusing = watchCalls(code);
    const web = await project.watch();
    expect(await web.line()).toBe(
      `web looks at its files every second, as the system watches no more: \`${remedy}\` raises the limit`,
    );
    expect(await web.line()).toBe('web watches later, which does not exist yet');
  });
});
