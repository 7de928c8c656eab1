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

test('what comes into new folders while they are being found is told', async () => {
  await using project = await Project.create({files: {'src/a.ts': ''}});
  passTick(project);
  const wanted = new Set<string>();
  const told: string[] = [];
  let onAll = (): void => {};
  const all = new Promise<void>(resolve => (onAll = resolve));
  const files = new WatchedFiles({
    config: {paths: [join(project.dir, 'src')], ignore: []},
    projectDir: project.dir,
    clock: systemClock,
    sinceMs: Date.now(),
    say: () => undefined,
    onChange: ({path}) => {
      told.push(path);
      if (new Set(told).size === wanted.size) onAll();
    },
  });
  await files.opened;
  for (let index = 0; index < FOLDERS; index++) {
    const folder = join(project.dir, 'src', `f${index}`, 'deep');
    mkdirSync(folder, {recursive: true});
    wanted.add(join(folder, 'one.ts'));
    for (let turn = 0; turn < index; turn++) await setImmediate();
    writeFileSync(join(folder, 'one.ts'), '1');
  }
  await soon('the last of them', all);
  await files.close();
  expect([...new Set(told)].toSorted()).toEqual([...wanted].toSorted());
});
