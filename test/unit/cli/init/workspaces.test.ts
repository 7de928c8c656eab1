import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {packageManagerOf} from '../../../../src/cli/init/package-manager.ts';
import {findWorkspaces, workspacePatterns} from '../../../../src/cli/init/workspaces.ts';
import {tempDir} from '../../daemon/temp-dir.ts';

/** A folder with these files, empty. */
function folder(...files: readonly string[]): string {
  const dir = tempDir();
  for (const file of files) {
    mkdirSync(dirname(join(dir, file)), {recursive: true});
    writeFileSync(join(dir, file), '');
  }
  return dir;
}

test.each([
  [{workspaces: ['a/*', './b/']}, undefined, ['a/*', 'b']],
  [{workspaces: {packages: ['a/*']}}, undefined, ['a/*']],
  [{workspaces: ['a/*']}, {packages: ['b/*', '!./b/c']}, ['b/*', '!b/c']],
  [{}, {packages: null}, []],
  [{workspaces: 'a'}, undefined, []],
])('%j and pnpm-workspace.yaml %j name the workspaces %j', (manifest, pnpm, patterns) => {
  expect(workspacePatterns(manifest, pnpm)).toEqual(patterns);
});

test('workspaces are the folders that match and hold a package.json', async () => {
  const dir = folder(
    'package.json',
    'packages/b/package.json',
    'packages/a/package.json',
    'packages/a/deep/package.json',
    'packages/empty/readme.md',
    'packages/node_modules/package.json',
    'packages/.hidden/package.json',
    'other/package.json',
  );
  expect(await findWorkspaces(dir, ['packages/*'])).toEqual(['packages/a', 'packages/b']);
  expect(await findWorkspaces(dir, ['packages/*', '!packages/b'])).toEqual(['packages/a']);
  expect(await findWorkspaces(dir, ['packages/**', 'other'])).toEqual([
    'other',
    'packages/a',
    'packages/a/deep',
    'packages/b',
  ]);
  expect(await findWorkspaces(dir, [])).toEqual([]);
  expect(await findWorkspaces(dir, ['..', '/etc'])).toEqual([]);
});

test.each([
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['package-lock.json', 'npm'],
])('%s means %s', async (file, manager) => {
  expect(await packageManagerOf(folder(file), {})).toBe(manager);
});

test('what package.json declares wins over the lock file', async () => {
  expect(await packageManagerOf(folder('yarn.lock'), {packageManager: 'pnpm@9.1.0'})).toBe('pnpm');
  expect(await packageManagerOf(folder('yarn.lock'), {packageManager: 'evil@1'})).toBe('yarn');
});

test('inside a repository its lock file counts, but none outside of it', async () => {
  const dir = folder('yarn.lock', 'repo/.git', 'repo/web/package.json', 'lib/web/package.json');
  expect(await packageManagerOf(join(dir, 'repo/web'), {})).toBe('npm');
  expect(await packageManagerOf(join(dir, 'lib/web'), {})).toBe('yarn');
});
