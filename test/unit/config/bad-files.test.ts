import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {formatDiagnostics} from '../../../src/config/diagnostics.ts';
import {loadConfig} from '../../../src/config/load.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/config/bad');
const NAMES = readdirSync(FOLDER)
  .filter(name => name.endsWith('.yaml'))
  .map(name => name.replace('.yaml', ''));

describe('a bad prox.yaml', () => {
  it.each(NAMES)('%s is answered with the diagnostics beside it', async name => {
    const result = await loadConfig(join(FOLDER, `${name}.yaml`));
    if (result.ok) throw new Error(`${name}.yaml was accepted`);
    const text = formatDiagnostics(result.diagnostics, result.source);
    const expected = join(FOLDER, `${name}.expected.txt`);
    await expect(text.replaceAll(`${FOLDER}/`, '')).toMatchFileSnapshot(expected);
  });

  it('gives each problem the path of its key', async () => {
    const result = await loadConfig(join(FOLDER, 'unknown-process-key.yaml'));
    const paths = result.ok ? [] : result.diagnostics.map(({path}) => path);
    expect(paths).toEqual(['processes.web.env_fil', 'processes.web.helthcheck']);
  });
});
