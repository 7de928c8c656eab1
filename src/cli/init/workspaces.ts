import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import picomatch from 'picomatch';
import {type Fields, fieldsOf, itemsOf, textOf} from './loose-values.ts';

/** How deep below the folder of the root package `**` looks. */
const MAX_DEPTH = 5;

/** The patterns of `workspaces` of package.json, or of `packages` of pnpm-workspace.yaml. */
export function workspacePatterns(manifest: Fields, pnpmWorkspace: unknown): readonly string[] {
  const {workspaces} = manifest;
  const listed = Array.isArray(workspaces) ? workspaces : fieldsOf(workspaces)['packages'];
  const patterns = pnpmWorkspace === undefined ? listed : fieldsOf(pnpmWorkspace)['packages'];
  return itemsOf(patterns).flatMap(pattern => {
    const text = textOf(pattern)
      ?.replace(/^(!?)\.\//, '$1')
      .replace(/\/+$/, '');
    return text === undefined ? [] : [text];
  });
}

/** The folders with a package.json that match, seen from `dir`, sorted. */
export async function findWorkspaces(
  dir: string,
  patterns: readonly string[],
): Promise<readonly string[]> {
  const wanted = patterns.filter(pattern => !pattern.startsWith('!'));
  if (wanted.length === 0) return [];
  const unwanted = patterns.filter(pattern => pattern.startsWith('!'));
  const isMatch = picomatch(wanted, {ignore: unwanted.map(pattern => pattern.slice(1))});
  const found = await packagesBelow(dir, '', Math.min(MAX_DEPTH, Math.max(...wanted.map(depthOf))));
  return found.filter(path => isMatch(path)).toSorted();
}

function depthOf(pattern: string): number {
  return pattern.includes('**') ? MAX_DEPTH : pattern.split('/').length;
}

async function packagesBelow(dir: string, path: string, depth: number): Promise<string[]> {
  const entries = await readdir(join(dir, path), {withFileTypes: true});
  const isPackage = path !== '' && entries.some(({name}) => name === 'package.json');
  const found = isPackage ? [path] : [];
  if (depth === 0) return found;
  for (const entry of entries) {
    const isSource = entry.isDirectory() && !/^(?:\.|node_modules$)/.test(entry.name);
    const below = path === '' ? entry.name : `${path}/${entry.name}`;
    if (isSource) found.push(...(await packagesBelow(dir, below, depth - 1)));
  }
  return found;
}
