import {mkdir, rename, rm, symlink} from 'node:fs/promises';
import {dirname} from 'node:path';
import {describe, expect, it} from 'vitest';
import {watchCalls} from '../../../rig/watch-calls.ts';
import {WatchedProject} from '../../../rig/watched-project.ts';

describe('what is ignored', () => {
  it('restarts nothing', async () => {
    await using project = await WatchedProject.create({
      paths: ['.'],
      ignore: ['dist', '*.log'],
      files: {fence: '', 'dist/a.js': ''},
    });
    const web = await project.watch();
    for (const name of [
      'node_modules/lib/a.js',
      'packages/web/node_modules/lib/a.js',
      '.git/HEAD',
      '.prox/prox.log',
      'dist/a.js',
      'packages/web/dist/a.js',
      'web.log',
      '.web.ts.swp',
    ]) {
      await project.write(name);
    }
    await project.write('fence');
    expect(await web.answer()).toBe('restart: fence changed');
  });

  it('is not entered', async () => {
    const files = Array.from({length: 100}, (_, index) => `node_modules/lib-${index}/index.js`);
    await using project = await WatchedProject.create({
      paths: ['.'],
      files: Object.fromEntries([...files, 'src/a.ts'].map(file => [file, ''])),
    });
    using calls = watchCalls();
    await project.watch();
    expect(new Set(calls.paths)).toEqual(
      new Set([dirname(project.dir), project.dir, project.path('src'), project.path('src/a.ts')]),
    );
  });
});

describe('a pattern', () => {
  it('lets only the files count that it matches', async () => {
    await using project = await WatchedProject.create({
      paths: ['src/**/*.ts'],
      files: {'src/a.ts': '', 'src/a.css': ''},
    });
    const web = await project.watch();
    await project.write('src/a.css');
    await project.write('src/deep/b.css');
    await project.write('src/deep/b.ts');
    expect(await web.answer()).toBe('restart: src/deep/b.ts added');
  });

  it('watches no deeper than it reaches', async () => {
    await using project = await WatchedProject.create({
      paths: ['*.js'],
      files: {'a.js': '', 'a.css': '', 'data/deep/1': ''},
    });
    using calls = watchCalls();
    await project.watch();
    expect(calls.paths).not.toContain(project.path('data'));
    expect(calls.paths).not.toContain(project.path('a.css'));
  });

  it('is none when there is a file of that very name', async () => {
    await using project = await WatchedProject.create({
      paths: ['app/[id]'],
      files: {'app/[id]/page.tsx': '', 'app/i/page.tsx': ''},
    });
    const web = await project.watch();
    await project.write('app/i/page.tsx');
    await project.write('app/[id]/page.tsx');
    expect(await web.answer()).toBe('restart: app/[id]/page.tsx changed');
  });
});

describe('a path that does not exist', () => {
  it('is told once, and watched as soon as it is there', async () => {
    await using project = await WatchedProject.create({paths: ['packages/web/src']});
    const web = await project.watch();
    expect(await web.line()).toBe('web watches packages/web/src, which does not exist yet');
    await project.write('packages/web/src/a.ts');
    expect(await web.answer()).toBe('restart: packages/web/src/a.ts added');
    expect(await web.line()).toBe('web restarts: packages/web/src/a.ts added');
    await project.write('packages/web/src/a.ts');
    expect(await web.answer()).toBe('restart: packages/web/src/a.ts changed');
  });
});

describe('a watched folder', () => {
  const SRC = {paths: ['packages/src'], files: {'packages/src/a.ts': ''}};

  it('is watched on after it was away', async () => {
    await using project = await WatchedProject.create(SRC);
    const web = await project.watch();
    await rm(project.path('packages'), {recursive: true});
    expect(await web.answer()).toMatch(/^restart: packages\/src(\/a\.ts)? removed/);
    await project.write('packages/src/a.ts');
    expect(await web.answer()).toBe('restart: packages/src/a.ts added');
    await project.write('packages/src/a.ts');
    expect(await web.answer()).toBe('restart: packages/src/a.ts changed');
  });

  it('is watched on after it was away while it was empty', async () => {
    await using project = await WatchedProject.create({paths: ['src'], files: {'src/a.ts': ''}});
    await rm(project.path('src/a.ts'));
    const web = await project.watch();
    await rm(project.path('src'), {recursive: true});
    expect(await web.answer()).toBe('restart: src removed');
    await project.write('src/a.ts');
    expect(await web.answer()).toBe('restart: src/a.ts added');
  });

  it('is watched on after another has taken its place', async () => {
    await using project = await WatchedProject.create({
      paths: ['src'],
      files: {'src/a.ts': '', 'next/a.ts': ''},
    });
    const web = await project.watch();
    await rename(project.path('src'), project.path('last'));
    await rename(project.path('next'), project.path('src'));
    expect(await web.answer()).toMatch(/^restart: src\/a\.ts changed|^restart: src removed/);
    await project.write('src/a.ts');
    expect(await web.answer()).toBe('restart: src/a.ts changed');
  });

  it('may be a link', async () => {
    await using project = await WatchedProject.create({
      paths: ['src'],
      files: {'real/deep/a.ts': '', 'other/deep/a.ts': ''},
    });
    await symlink('real', project.path('src'));
    const web = await project.watch();
    await project.write('real/deep/a.ts');
    expect(await web.answer()).toBe('restart: src/deep/a.ts changed');
  });

  it('may hold links that lead in a circle', async () => {
    await using project = await WatchedProject.create({paths: ['src'], files: {'src/a.ts': ''}});
    await mkdir(project.path('src/deep'));
    await symlink('..', project.path('src/deep/up'));
    await symlink('.', project.path('src/self'));
    const web = await project.watch();
    await project.write('src/a.ts');
    expect(await web.answer()).toBe('restart: src/a.ts changed');
  });
});
