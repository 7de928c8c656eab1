import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const config = {api: {port: 0}, processes: {web: {cmd: 'exec sleep 1000', env: {MODE: 'dev'}}}};

test('config check and show find the config file of the project around', async () => {
  await using cli = await ProxCli.create({config, files: {'a/b/file': ''}});
  const below = async (...args: readonly string[]) =>
    cli.spawnBy(['env', '-C', 'a/b'], ...args).exit;
  const file = `${cli.projectDir}/prox.yaml`;
  expect(await below('config', 'check')).toMatchObject({
    code: 0,
    stdout: `${file}: ok (1 process)\n`,
  });
  expect((await below('config', 'show', '--env', 'web')).stdout).toMatch(/^MODE +"dev"/m);
  expect(await below('up')).toMatchObject({code: 2});
});

test('config check outside of any project says where it looked', async () => {
  await using cli = await ProxCli.create();
  const {code, stderr} = await cli.run('config', 'check');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^prox: No prox\.yaml found: .*\nGo to the folder/);
});

test('a --config that does not exist is wrong usage, whatever runs', async () => {
  await using cli = await ProxCli.create({config});
  await cli.run('up', '-d');
  const {code, stderr} = await cli.run('-c', 'missing.yaml', 'status');
  expect(code).toBe(2);
  expect(stderr).toContain(`No prox.yaml found: ${cli.projectDir}/missing.yaml`);
});
