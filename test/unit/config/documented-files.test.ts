import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {formatDiagnostics} from '../../../src/config/diagnostics.ts';
import {loadConfig} from '../../../src/config/load.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Of the projects that the texts speak of. */
const THEIR_FILES = ['.env.local', 'dev.example.com.pem', 'dev.example.com.key'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prox-documented-'));
  for (const file of THEIR_FILES) writeFileSync(join(folder, file), '');
});
afterEach(() => rmSync(folder, {recursive: true}));

test.each(blocksOf(['README.md', ...textsIn('docs/guides'), ...textsIn('docs/reference')]))(
  'the prox.yaml in %s can be used as it is',
  async (_, text) => {
    const file = join(folder, 'prox.yaml');
    writeFileSync(file, text, {mode: 0o644});
    const result = await loadConfig(file);
    expect(result.ok ? '' : formatDiagnostics(result.diagnostics, result.source)).toBe('');
  },
);

function textsIn(path: string): readonly string[] {
  return readdirSync(join(ROOT, path)).map(name => join(path, name));
}

/** Every block of YAML, by file and line; that of another program has the name of its file behind `yaml`. */
function blocksOf(files: readonly string[]): readonly (readonly [string, string])[] {
  return files.flatMap(file => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return [...text.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(({index, 1: block = ''}) => {
      const line = text.slice(0, index).split('\n').length;
      return [`${file}:${line}`, block] as const;
    });
  });
}
