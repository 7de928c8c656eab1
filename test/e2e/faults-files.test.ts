import {chmod, mkdir, readdir, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const api = {port: 0};
const processes = {web: 'touch started; exec sleep 1000'};
const TOKEN = 'a-token-of-32-printable-characters';

/** What is mounted by it is seen by the command alone, and gone with it. */
function mounting(script: string): readonly string[] {
  return ['unshare', '--mount', '--map-root-user', 'sh', '-c', `${script} && exec "$@"`, 'sh'];
}

function smallDisk(bytes: string): string {
  return `mkdir -p .prox && mount -t tmpfs -o size=${bytes} tmpfs .prox`;
}

/** Also for root, who may write to a folder whatever its mode is. */
const READ_ONLY = mounting('mount --bind . . && mount -o remount,ro,bind . && cd "$PWD"');

describe('a full disk', () => {
  test.each(['up', 'up -d'])('is told by %s, which starts nothing', async words => {
    await using cli = await ProxCli.create({config: {api, processes}});
    const full = mounting(`${smallDisk('4k')} && echo full >.prox/fill`);
    const {code, stdout, stderr} = await cli.spawnBy(full, ...words.split(' ')).exit;
    expect({code, stdout}).toEqual({code: 1, stdout: ''});
    expect(stderr).toContain(`cannot write to ${cli.projectDir}/.prox (ENOSPC`);
    expect(stderr).toContain('free some disk space');
    expect(cli.read('started')).toBeUndefined();
  });

  test('that fills while prox runs is told once, and costs no process', async () => {
    // Again and again, for the ledger gives a block back each time it is replaced.
    const fill = 'cat /dev/zero >>.prox/fill; echo full; sleep 0.05';
    const filler = `while :; do ${fill}; done 2>&-`;
    await using cli = await ProxCli.create({config: {api, processes: {...processes, filler}}});
    const up = cli.spawnBy(mounting(smallDisk('64k')), 'up');
    const [url = ''] = /http\S+/.exec(await up.line(/listening on/)) ?? [];
    await up.line(/filler +\| full/);
    for (let round = 0; round < 2; round++) {
      expect(await cli.run('restart', 'web', '--addr', url)).toMatchObject({code: 0});
    }
    expect(await cli.run('status', '--addr', url)).toMatchObject({code: 0});
    expect(await cli.run('down', '--addr', url)).toMatchObject({code: 0});
    const {code, stderr} = await up.exit;
    expect(code).toBe(0);
    // The few events may have found room in what their file has of the disk.
    const [ledger, ...others] = stderr.trimEnd().split('\n').toSorted().toReversed();
    expect(ledger).toMatch(/^prox: cannot write \S+children\.json: .*ENOSPC/);
    expect(others.length).toBeLessThan(2);
    for (const other of others) expect(other).toMatch(/^prox: cannot keep events in .*ENOSPC/);
    await cli.assertNothingLeft();
  });
});

test.each(['up', 'up -d'])('%s tells that the project is read-only', async words => {
  await using cli = await ProxCli.create({config: {api, processes}});
  const {code, stdout, stderr} = await cli.spawnBy(READ_ONLY, ...words.split(' ')).exit;
  expect({code, stdout}).toEqual({code: 1, stdout: ''});
  expect(stderr).toContain(`cannot write to ${cli.projectDir}/.prox (EROFS`);
  expect(stderr).toContain('Make the project folder writable');
  await cli.assertNothingLeft();
});

describe('.prox that is no folder of ours', () => {
  test('is refused, and nothing is written through a link', async () => {
    await using cli = await ProxCli.create({config: {api, processes}});
    const elsewhere = join(cli.home, 'elsewhere');
    await mkdir(elsewhere);
    await symlink(elsewhere, join(cli.projectDir, '.prox'));
    await expectRefused(cli);
    expect(await readdir(elsewhere)).toEqual([]);
  });

  test('is refused, and a file stays as it is', async () => {
    await using cli = await ProxCli.create({config: {api, processes}, files: {'.prox': 'mine'}});
    await expectRefused(cli);
    expect(cli.read('.prox')).toBe('mine');
  });

  async function expectRefused(cli: ProxCli): Promise<void> {
    for (const words of [['up'], ['up', '-d']]) {
      const {code, stdout, stderr} = await cli.run(...words);
      expect({code, stdout}).toEqual({code: 1, stdout: ''});
      expect(stderr).toContain(`${cli.projectDir}/.prox is not a plain folder`);
      expect(stderr).toContain(`rm ${cli.projectDir}/.prox`);
    }
    expect(await cli.run('status')).toMatchObject({code: 3});
    expect(cli.read('started')).toBeUndefined();
  }
});

describe('the token of an API that asks for one', () => {
  test('needs a home or PROX_TOKEN', async () => {
    await using cli = await ProxCli.create({config: {api: {...api, host: '0.0.0.0'}, processes}});
    const {code, stdout, stderr} = await cli.spawnBy(['env', '-u', 'HOME'], 'up').exit;
    expect({code, stdout}).toEqual({code: 1, stdout: ''});
    expect(stderr).toMatch(/HOME is not set[^]*PROX_TOKEN/);
    expect(cli.read('started')).toBeUndefined();
  });

  test.each(['640', '604'])('is refused from a file of mode %s', async mode => {
    await using cli = await ProxCli.create({config: {api: {...api, auth: 'always'}, processes}});
    const path = join(cli.home, '.prox', 'token');
    await mkdir(join(cli.home, '.prox'));
    await writeFile(path, `${TOKEN}\n`);
    await chmod(path, Number.parseInt(mode, 8));
    for (const words of [['up', '-d'], ['token']]) {
      const {code, stdout, stderr} = await cli.run(...words);
      expect({code, stdout}).toEqual({code: 1, stdout: ''});
      expect(stderr).toContain(`chmod 600 ${path}`);
      expect(stderr).not.toContain(TOKEN);
    }
    expect(cli.read('started')).toBeUndefined();
    await chmod(path, 0o600);
    expect(await cli.run('up', '-d')).toMatchObject({code: 0});
  });
});
