import {existsSync} from 'node:fs';
import {basename, isAbsolute, join, relative} from 'node:path';
import picomatch from 'picomatch';

/** One entry of `watch.paths`. */
export interface WatchPath {
  /** The file or folder to watch; of a pattern, the folder above its first wildcard. */
  readonly base: string;
  /** Levels of folders below `base` that can hold what is asked for; undefined: all. */
  readonly depth: number | undefined;
  /** Whether a file at or below `base` is asked for. */
  readonly includes: (file: string) => boolean;
}

const ALWAYS_IGNORED = ['.git', 'node_modules', '.prox'];

/**
 * Reads a file, a folder or a pattern, each absolute. What exists by that very name is no pattern: a folder may
 * be called `[id]`. The part of the path that leads to the project is taken literally in any case.
 */
export function parseWatchPath(path: string, projectDir: string): WatchPath {
  const {isGlob, base, glob} = picomatch.scan(relative(projectDir, path), {nonegate: true});
  if (!isGlob || existsSync(path)) return {base: path, depth: undefined, includes: () => true};
  const folder = join(projectDir, base);
  const matches = picomatch(glob);
  return {
    base: folder,
    depth: depthOf(glob),
    includes: file => matches(relative(folder, file)),
  };
}

/**
 * Tells what is not to be looked at below a watched folder. Of a path its own name is asked, not those of the
 * folders above it: these were asked before, and those above `base` do not matter.
 */
export function ignoreRule(
  patterns: readonly string[],
  projectDir: string,
): (path: string, base: string) => boolean {
  const names = [...ALWAYS_IGNORED, ...patterns.filter(pattern => !isAbsolute(pattern))];
  const places = patterns.filter(isAbsolute).map(place => relative(projectDir, place) || '.');
  const nameMatches = picomatch(names, {dot: true});
  const placeMatches = picomatch(places, {dot: true});
  return (path, base) => {
    if (path === base) return false;
    const place = relative(projectDir, path);
    return nameMatches(basename(path)) || places.includes(place) || placeMatches(place);
  };
}

function depthOf(glob: string): number | undefined {
  return /\*\*|[{(]/.test(glob) ? undefined : glob.split('/').length - 1;
}
