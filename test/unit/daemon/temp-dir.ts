import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';

/** A new folder that is removed when the running test ends. */
export function tempDir(): string {
  const path = mkdtempSync(join(tmpdir(), 'prox-test-'));
  onTestFinished(() => rmSync(path, {recursive: true, force: true}));
  return path;
}
