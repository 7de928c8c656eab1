import {describe, expect, it} from 'vitest';
import {WatchedProject} from '../../../rig/watched-project.ts';

const SRC = {paths: ['src'], files: {'src/a.ts': '1', 'src/deep/b.ts': '1'}};

describe.concurrent('a process that watches', () => {
  it('is restarted by an edit, and its log names the file', async () => {
    await using project = await WatchedProject.create(SRC);
    const web = await project.watch();
    await project.write('src/deep/b.ts');
    expect(await web.answer()).toBe('restart: src/deep/b.ts changed');
    expect(await web.line()).toBe('web restarts: src/deep/b.ts changed');
  });

  it('is sent a signal where the config says so', async () => {
    await using project = await WatchedProject.create({...SRC, onChange: 'signal'});
    const web = await project.watch();
    await project.write('src/a.ts');
    expect(await web.answer()).toBe('signal: src/a.ts changed');
    expect(await web.line()).toBe('web is sent SIGHUP: src/a.ts changed');
  });

  it('is restarted once by edits of several files', async () => {
    await using project = await WatchedProject.create(SRC);
    const web = await project.watch();
    for (const name of ['a', 'deep/b', 'a', 'new', 'deep/new'])
      await project.write(`src/${name}.ts`);
    expect(await web.answer()).toBe('restart: src/a.ts changed and 3 more');
    await project.write('src/a.ts');
    expect(await web.answer()).toBe('restart: src/a.ts changed');
  });

  it('misses no edit that is made before the first look at the file', async () => {
    await using project = await WatchedProject.create(SRC);
    project.passTick();
    const web = project.begin();
    project.passTick();
    await project.write('src/a.ts');
    expect(await web.answer()).toBe('restart: src/a.ts changed');
  });

  it('begins only once, however often it is started', async () => {
    await using project = await WatchedProject.create(SRC);
    const web = await project.watch();
    web.watching.start();
    await project.write('src/a.ts');
    expect(await web.answer()).toBe('restart: src/a.ts changed');
    await project.write('src/deep/b.ts');
    expect(await web.answer()).toBe('restart: src/deep/b.ts changed');
    expect(web.unreadAnswers).toBe(0);
  });

  it('hears nothing any more after the end, and may begin again', async () => {
    await using project = await WatchedProject.create(SRC);
    const web = await project.watch();
    const fence = await project.watch();
    await project.write('src/a.ts');
    await web.watching.close();
    await fence.answer();
    expect(web.unreadAnswers).toBe(0);
    project.passTick();
    web.watching.start();
    await web.watching.settled();
    await project.write('src/deep/b.ts');
    expect(await web.answer()).toBe('restart: src/deep/b.ts changed');
  });

  it('can end while it begins', async () => {
    await using project = await WatchedProject.create(SRC);
    const web = project.begin();
    await web.watching.close();
    const fence = await project.watch();
    await project.write('src/a.ts');
    await fence.answer();
    expect(web.unreadAnswers).toBe(0);
  });
});

describe.concurrent('five restarts within ten seconds', () => {
  it('pause the watching until somebody starts the process by hand', async () => {
    await using project = await WatchedProject.create(SRC);
    const web = await project.watch();
    for (let edit = 1; edit <= 5; edit++) {
      await project.write('src/a.ts', `${edit}`);
      expect(await web.answer()).toBe('restart: src/a.ts changed');
      expect(await web.line()).toBe('web restarts: src/a.ts changed');
    }
    const reason =
      '5 restarts within 10 s, the last as src/a.ts changed; `prox restart web` resumes it';
    expect(await web.line()).toBe(`web watches no more: ${reason}`);
    expect(await web.pause()).toBe(reason);

    const fence = await project.watch();
    await project.write('src/deep/b.ts');
    await fence.answer();
    expect(web.unreadAnswers).toBe(0);

    web.watching.resume();
    expect(await web.pause()).toBeUndefined();
    await project.write('src/a.ts', 'after');
    expect(await web.answer()).toBe('restart: src/a.ts changed');
  });

  it('are counted anew after a start by hand', async () => {
    await using project = await WatchedProject.create(SRC);
    const web = await project.watch();
    for (let edit = 1; edit <= 6; edit++) {
      await project.write('src/a.ts', `${edit}`);
      await web.answer();
      if (edit === 4) web.watching.resume();
    }
    expect(web.watching.pausedReason).toBeUndefined();
  });
});
