import {readdir} from 'node:fs/promises';
import {dirname} from 'node:path';
import {type Fields, textOf} from './loose-values.ts';

/** What runs the scripts of a package. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

const BY_FILE: Readonly<Record<string, PackageManager>> = {
  'pnpm-lock.yaml': 'pnpm',
  'pnpm-workspace.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
};

/**
 * By `packageManager` of package.json, else by the lock file here, or of the repository that this folder
 * is a part of.
 */
export async function packageManagerOf(dir: string, manifest: Fields): Promise<PackageManager> {
  const declared = /^(npm|pnpm|yarn|bun)@/.exec(textOf(manifest['packageManager']) ?? '')?.[1];
  const managers = Object.values(BY_FILE);
  const found = managers.find(manager => manager === declared);
  return found ?? (await byLockFile(dir)) ?? 'npm';
}

async function byLockFile(dir: string): Promise<PackageManager | undefined> {
  const names = await readdir(dir);
  for (const [file, manager] of Object.entries(BY_FILE)) {
    if (names.includes(file)) return manager;
  }
  const parent = dirname(dir);
  return names.includes('.git') || parent === dir ? undefined : byLockFile(parent);
}
