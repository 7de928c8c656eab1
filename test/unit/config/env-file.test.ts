import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {resolveEnvironment} from '../../../src/config/env-file.ts';
import {sampleProcess} from '../../rig/sample-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prox-env-'));
});
afterEach(async () => {
  await rm(folder, {recursive: true});
});

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

/** What one env file adds. */
async function parse(
  content: string | Uint8Array,
  base: Record<string, string | undefined> = {},
): Promise<Readonly<Record<string, string>>> {
  const process = sampleProcess({envFiles: [await write('.env', content)]});
  return (await resolveEnvironment({process, base})).added;
}

describe('the layers of an environment', () => {
  it('win from the environment of prox over the env files in order to the process', async () => {
    const first = await write('a.env', 'A=first\nB=first\nC=first\n');
    const second = await write('b.env', 'B=second\nC=second\n');
    const {env, added, sources} = await resolveEnvironment({
      process: sampleProcess({env: {C: 'process'}, envFiles: [first, second]}),
      base: {A: 'base', PATH: '/bin', UNSET: undefined},
    });
    expect(env).toEqual({PATH: '/bin', A: 'first', B: 'second', C: 'process'});
    expect(added).toEqual({A: 'first', B: 'second', C: 'process'});
    expect(Object.fromEntries(sources)).toEqual({
      A: first,
      B: second,
      C: 'processes.web.env',
    });
  });

  it('say that a key is from a task', async () => {
    const process = sampleProcess({kind: 'task', name: 'migrate', env: {A: '1'}});
    const {sources} = await resolveEnvironment({process, base: {}});
    expect(sources.get('A')).toBe('tasks.migrate.env');
  });

  it('are read anew each time', async () => {
    const process = sampleProcess({envFiles: [await write('.env', 'OLD=1\n')]});
    await resolveEnvironment({process, base: {}});
    await write('.env', 'NEW=2\n');
    expect((await resolveEnvironment({process, base: {}})).env).toEqual({NEW: '2'});
  });

  it('leave the environment they start from as it was', async () => {
    const base = Object.freeze({A: '1'});
    const before = {...process.env};
    expect(await parse('A=2\nPROX_TEST_ONLY=3\n', base)).toEqual({A: '2', PROX_TEST_ONLY: '3'});
    expect(process.env).toEqual(before);
  });

  it('do not expand what prox.yaml says', async () => {
    const process = sampleProcess({env: {A: '${HOME} $HOME'}});
    const {env} = await resolveEnvironment({process, base: {HOME: '/root'}});
    expect(env['A']).toBe('${HOME} $HOME');
  });
});

describe('a reference in an env file', () => {
  it.each([
    ['a line above', 'A=1\nX=a${A}b$A', 'a1b1'],
    ['the environment of prox', 'X=${BASE}', 'base'],
    ['the layer below its own key', 'X=./bin:${X}', './bin:old'],
    ['a default', 'X=${NOPE:-fallback} ${BASE:-no}', 'fallback base'],
    ['nothing that is known', 'X=[${NOPE}$NOPE]', '[]'],
    ['a name followed by a dot', 'X=$BASE.local', 'base.local'],
    ['a name with null in it', 'X=${is_null}', 'set'],
    ['a value with a reference of its own, which stays', 'X=${RAW}', 'a$BASE$&b'],
    ['an escaped dollar', String.raw`X=\$BASE \${BASE}`, '$BASE ${BASE}'],
    ['dollars alone', 'X=$5 $$ a$ ${} ${ $(id)', '$5 $$ a$ ${} ${ $(id)'],
    ['a default of dollars', "X=${NOPE:-$&$'}", "$&$'"],
    ['names of every object', 'X=${constructor}$toString${__proto__}$hasOwnProperty', ''],
    ['text in double quotes', 'X="$BASE"', 'base'],
    ['text in single quotes, which is literal', "X='$BASE ${BASE}' # $BASE", '$BASE ${BASE}'],
    ['single-quoted text of several lines', "X='a\n$BASE\n'", 'a\n$BASE\n'],
    ['single quotes inside double quotes', 'X="\nA=\'$BASE\'\n"', "\nA='base'\n"],
    ['single-quoted text of a line above', "A='$BASE'\nX=${A}", '$BASE'],
    ['a file with CRLF', "A='$BASE'\r\nX=${A}\r\n", '$BASE'],
  ])('to %s', async (_what, content, expected) => {
    const base = {BASE: 'base', X: 'old', is_null: 'set', RAW: 'a$BASE$&b'};
    expect((await parse(content, base))['X']).toBe(expected);
  });
});

describe('an env file that cannot be read', () => {
  it('is named when it is missing', async () => {
    const process = sampleProcess({envFiles: [join(folder, 'nowhere.env')]});
    await expect(resolveEnvironment({process, base: {}})).rejects.toMatchObject({
      code: 'ENV_FILE_UNREADABLE',
      message: expect.stringMatching(/nowhere\.env: ENOENT/),
    });
  });

  it('is named when it is a named pipe, and nobody waits for who writes to it', async () => {
    const file = join(folder, 'pipe.env');
    await promisify(execFile)('mkfifo', [file]);
    const process = sampleProcess({envFiles: [file]});
    await expect(resolveEnvironment({process, base: {}})).rejects.toMatchObject({
      code: 'ENV_FILE_UNREADABLE',
      message: expect.stringMatching(/pipe\.env: it is not a regular file/),
    });
  });

  it.each([
    ['holds a NUL byte', Buffer.from('A=1\0'), /a NUL byte/],
    ['is not UTF-8', Buffer.from([0x41, 0x3d, 0xff]), /not UTF-8/],
  ])('is named when it %s', async (_what, content, message) => {
    await expect(parse(content)).rejects.toMatchObject({
      code: 'ENV_FILE_UNREADABLE',
      message: expect.stringMatching(message),
      details: {file: join(folder, '.env')},
    });
  });

  it('may begin with a byte order mark', async () => {
    expect(await parse('\ufeffA=1\n')).toEqual({A: '1'});
  });
});
