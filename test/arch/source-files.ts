import {readdirSync, readFileSync} from 'node:fs';
import {join, posix, relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

export interface SourceFile {
  /** Below src, with slashes: `core/clock.ts`. */
  readonly path: string;
  readonly text: string;
}

export function readSourceFiles(): readonly SourceFile[] {
  return readdirSync(SRC, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => ({
      path: relative(SRC, path).split(sep).join('/'),
      text: readFileSync(path, 'utf8'),
    }))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

// A specifier that is computed is found as `…`: what cannot be read is not allowed.
const STATIC = /(?:^|[\n;])\s*(?:import|export)\b[^'"`;]*?from\s*(['"])(.*?)\1/g;
const BARE = /(?:^|[\n;])\s*import\s*(['"])(.*?)\1/g;
const DYNAMIC = /\b(?:import|require)\(\s*(?:(['"])(.*?)\1|[^)])/g;

/** The specifier of every import: static, of types, re-exported, dynamic. */
export function importsOf({text}: SourceFile): readonly string[] {
  const code = withoutComments(text);
  return [STATIC, BARE, DYNAMIC].flatMap(pattern =>
    [...code.matchAll(pattern)].map(match => match[2] ?? '…'),
  );
}

/** Where a relative import leads, below src: `core/clock.ts`. */
export function resolveImport(from: SourceFile, specifier: string): string {
  return posix.join(posix.dirname(from.path), specifier);
}

/** Without comments; a comment at the end of a line is one only after a blank (URLs are none). */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/ .*$/gm, '$1');
}

/** Code alone: without comments and without the text of one-line strings. */
export function withoutText(text: string): string {
  return withoutComments(text).replaceAll(/'(?:\\.|[^'\\\n])*'/g, "''");
}
