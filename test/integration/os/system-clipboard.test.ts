import {chmod} from 'node:fs/promises';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {copyToSystem} from '../../../src/os/system-clipboard.ts';
import {Project} from '../../rig/project.ts';

/** A desktop with these copy commands, which write what they get into files of their name. */
async function desktop(
  commands: Readonly<Record<string, string>>,
): Promise<{project: Project; env: NodeJS.ProcessEnv}> {
  const project = await Project.create();
  for (const [name, script] of Object.entries(commands)) {
    await project.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    await chmod(join(project.dir, 'bin', name), 0o755);
  }
  const env = {PATH: `${join(project.dir, 'bin')}:/usr/bin:/bin`, OUT: project.dir, DISPLAY: ':0'};
  return {project, env};
}

const takes = 'cat > "$OUT/$(basename "$0")"';

test('the command of the desktop gets the text, whatever is in it', async () => {
  const {project, env} = await desktop({xclip: takes});
  await using _ = project;
  const text = `curl 'http://web.localhost' "$HOME" \`id\` é\n${'x'.repeat(200_000)}`;
  expect(await copyToSystem(text, env)).toBe(true);
  expect(readFileSync(join(project.dir, 'xclip'), 'utf8')).toBe(text);
});

test('the next one is tried when one is missing or fails, Wayland first', async () => {
  const {project, env} = await desktop({'wl-copy': 'exit 1', xsel: takes});
  await using _ = project;
  expect(await copyToSystem('text', {...env, WAYLAND_DISPLAY: 'wayland-0'})).toBe(true);
  expect(readFileSync(join(project.dir, 'xsel'), 'utf8')).toBe('text');
});

test('nothing is run where there is no desktop, or another one', async () => {
  const {project, env} = await desktop({xclip: takes});
  await using _ = project;
  expect(await copyToSystem('text', {...env, DISPLAY: ''})).toBe(false);
  expect(await copyToSystem('text', {...env, SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'})).toBe(
    false,
  );
});

test('a command that does not read what it gets has not copied it', async () => {
  const {project, env} = await desktop({xclip: 'exit 1'});
  await using _ = project;
  expect(await copyToSystem('x'.repeat(1_000_000), env)).toBe(false);
});
