import {chmod, mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {findConfig} from '../../../src/config/config-file.ts';
import {formatDiagnostics} from '../../../src/config/diagnostics.ts';
import {loadConfig} from '../../../src/config/load.ts';

const GOOD = 'processes: {web: npm run dev}\n';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prox-config-'));
  file = join(folder, 'prox.yaml');
});
afterEach(async () => {
  await rm(folder, {recursive: true});
});

/** The diagnostics as text, without the temporary folder. */
async function answer(path = file): Promise<string> {
  const result = await loadConfig(path);
  if (result.ok) return 'accepted';
  return formatDiagnostics(result.diagnostics, result.source).replaceAll(`${folder}/`, '');
}

describe('reading prox.yaml', () => {
  it('names a file that is missing', async () => {
    expect(await answer()).toBe('prox.yaml:1:1: no such file\n');
  });

  it('names a path below a file as missing', async () => {
    await writeFile(file, GOOD);
    expect(await answer(join(file, 'prox.yaml'))).toContain('no such file');
  });

  it('refuses a directory', async () => {
    await mkdir(file);
    expect(await answer()).toBe(
      'prox.yaml:1:1: this is a directory\n  hint: name the file inside it\n',
    );
  });

  it('refuses what is no regular file', async () => {
    expect(await answer('/dev/null')).toContain('this is not a regular file');
  });

  it('refuses a file that every user may write, with the line that mends it', async () => {
    await writeFile(file, GOOD);
    await chmod(file, 0o646);
    expect(await answer()).toContain(`hint: run \`chmod o-w prox.yaml\``);
  });

  it('quotes the path in that line for the shell', async () => {
    const spaced = join(folder, "it's mine.yaml");
    await writeFile(spaced, GOOD);
    await chmod(spaced, 0o666);
    expect(await answer(spaced)).toContain(String.raw`it'\''s mine.yaml'`);
  });

  it('takes a file that the group may write', async () => {
    await writeFile(file, GOOD);
    await chmod(file, 0o664);
    expect(await answer()).toBe('accepted');
  });

  it('refuses a file over 1 MB before it is parsed', async () => {
    await writeFile(file, `${GOOD}#${' '.repeat(1024 ** 2)}`);
    expect(await answer()).toBe('prox.yaml:1:1: the file is larger than 1 MB\n');
  });

  it('takes a file of exactly 1 MB', async () => {
    await writeFile(file, GOOD.padEnd(1024 ** 2, ' '));
    expect(await answer()).toBe('accepted');
  });

  it('refuses a file that is not UTF-8', async () => {
    await writeFile(file, Buffer.from([...Buffer.from(GOOD), 0xe4, 0x0a]));
    expect(await answer()).toBe(
      'prox.yaml:1:1: the file is not UTF-8 text\n  hint: save it with the encoding UTF-8\n',
    );
  });

  it('answers a link that leads to itself', async () => {
    await symlink(file, file);
    expect(await answer()).toContain('the file cannot be read: ELOOP');
  });

  it('answers a path that no file can have', async () => {
    expect(await answer('a\0b')).toContain('the file cannot be read');
  });
});

describe('finding prox.yaml', () => {
  it('prefers prox.yaml to prox.yml', async () => {
    await writeFile(join(folder, 'prox.yml'), GOOD);
    expect(await findConfig(folder)).toBe(join(folder, 'prox.yml'));
    await writeFile(file, GOOD);
    expect(await findConfig(folder)).toBe(file);
  });

  it('passes over a directory of that name', async () => {
    await mkdir(file);
    expect(await findConfig(folder)).toBeUndefined();
  });

  it('does not walk up', async () => {
    await writeFile(file, GOOD);
    await mkdir(join(folder, 'below'));
    expect(await findConfig(join(folder, 'below'))).toBeUndefined();
  });
});
