import {appendFile, rename, rm, truncate, unlink, writeFile} from 'node:fs/promises';
import {describe, expect, it} from 'vitest';
import {type WatchedProcess, WatchedProject} from '../../../rig/watched-project.ts';

/** The ways of editors to save `file`. */
const SAVES: Readonly<Record<string, (file: string) => Promise<void>>> = {
  'in place': async file => {
    await truncate(file);
    await appendFile(file, 'half ');
    await appendFile(file, 'whole');
  },
  'by a rename over it': async file => {
    await writeFile(`${file}.new`, 'whole');
    await rename(`${file}.new`, file);
  },
  'with a backup': async file => {
    await rename(file, `${file}~`);
    await writeFile(file, 'whole');
    await rm(`${file}~`);
  },
  'by a removal before': async file => {
    await unlink(file);
    await writeFile(file, 'whole');
  },
};

describe.concurrent.each([
  ['in a watched folder', 'src'],
  ['that is watched by name', 'src/a.ts'],
  ['that a pattern matches', 'src/**/*.ts'],
])('a file %s', (_where, path) => {
  it.each(Object.keys(SAVES))(
    'that is saved %s, again and again, is one change each time',
    async way => {
      await using project = await WatchedProject.create({
        paths: [path, 'fence'],
        files: {'src/a.ts': '1', fence: ''},
      });
      const web = await project.watch();
      for (let time = 1; time <= 2; time++) {
        await SAVES[way]?.(project.path('src/a.ts'));
        expect(await web.answer()).toBe('restart: src/a.ts changed');
        await expectNothingElse(project, web);
      }
    },
  );

  it('is named when it goes, and when it comes back', async () => {
    await using project = await WatchedProject.create({paths: [path], files: {'src/a.ts': '1'}});
    const web = await project.watch();
    for (let time = 1; time <= 2; time++) {
      await rm(project.path('src/a.ts'));
      expect(await web.answer()).toBe('restart: src/a.ts removed');
      await project.write('src/a.ts');
      expect(await web.answer()).toBe('restart: src/a.ts added');
    }
  });
});

async function expectNothingElse(project: WatchedProject, web: WatchedProcess): Promise<void> {
  await project.write('fence');
  expect(await web.answer()).toBe('restart: fence changed');
  web.watching.resume();
}
