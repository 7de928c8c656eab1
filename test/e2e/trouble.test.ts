import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const config = {api: {port: 0}, processes: {web: 'exec sleep 1000'}};

test('a folder in the place of .prox/prox.lock is no bug', async () => {
  await using cli = await ProxCli.create({config});
  await mkdir(join(cli.projectDir, '.prox', 'prox.lock'), {recursive: true});
  const {code, stderr} = await cli.run('up', '-d');
  expect(stderr).toContain('A folder stands where prox keeps a file: remove it.');
  expect(stderr).not.toContain('bug');
  expect(code).toBe(1);
});

test('a current folder that is gone is said so', async () => {
  await using cli = await ProxCli.create({config});
  const gone = ['sh', '-c', 'mkdir -p "$0" && cd "$0" && rmdir "$0" && exec "$@"', `${cli.home}/x`];
  const {code, stderr} = await cli.spawnBy(gone, 'status').exit;
  expect({code, stderr}).toEqual({
    code: 1,
    stderr:
      'prox: prox could not start: the current folder is gone\n' +
      'Go to another folder, or name the project with --config PATH.\n',
  });
});
