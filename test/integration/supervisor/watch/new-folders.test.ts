import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {systemClock} from '../../../../src/core/clock.ts';
import {WatchedFiles} from '../../../../src/supervisor/watch/watched-files.ts';
import {passTick} from '../../../rig/pass-tick.ts';
import {Project} from '../../../rig/project.ts';
import {soon} from '../../../rig/soon.ts';

const FOLDERS = 60;
const names = Array.from({length: FOLDERS}, (_, index) => `f${index}`);

test.each([
  ['new folders', 'deep', () => ['src']],
  [
    'folders that are watched by name before they exist',
    '',
    () => names.map(name => `src/${name}`),
  ],
])('what comes into %s while they are being found is told', async (_what, inner, paths) => {
  await using project = await Project.create({files: {'src/a.ts': ''}});
  passTick(project);
  const wanted = new Set<string>();
  const told = new Set<string>();
  let onAll = (): void => {};
  const all = new Promise<void>(resolve => (onAll = resolve));
  const files = new WatchedFiles({
    config: {paths: paths().map(path => join(project.dir, path)), ignore: []},
    projectDir: project.dir,
    clock: systemClock,
    sinceMs: Date.now(),
    say: () => undefined,
    onChange: ({path}) => {
      told.add(path);
      if (told.size === FOLDERS) onAll();
    },
  });
  await files.opened;
  for (const [turns, name] of names.entries()) {
    const folder = join(project.dir, 'src', name, inner);
    mkdirSync(folder, {recursive: true});
    wanted.add(join(folder, 'one.ts'));
    for (let turn = 0; turn < turns; turn++) await setImmediate();
    writeFileSync(join(folder, 'one.ts'), '1');
  }
  await soon('the last of them', all);
  await files.close();
  expect([...told].toSorted()).toEqual([...wanted].toSorted());
});
