import {rm} from 'node:fs/promises';
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
  expect(stderr).toMatch(/^prox: No prox\.yaml found: .*\nGo to the folder.*`prox init`/);
});

test('a --config that does not exist is wrong usage, whatever runs', async () => {
  await using cli = await ProxCli.create({config});
  await cli.run('up', '-d');
  const {code, stderr} = await cli.run('-c', 'missing.yaml', 'status');
  expect(code).toBe(2);
  expect(stderr).toContain(`No prox.yaml found: ${cli.projectDir}/missing.yaml`);
});

test('status tells what has become of prox.yaml, and what that means', async () => {
  await using cli = await ProxCli.create({config});
  await cli.run('up', '-d');
  const file = `${cli.projectDir}/prox.yaml`;
  const note = async (): Promise<string> => (await cli.run('status')).stderr;
  expect(await note()).toBe('');
  await cli.writeConfig({processes: {web: 'exec sleep 999'}});
  expect(await note()).toBe(`note: ${file} is not what runs; \`prox reload\` applies it\n`);
  await cli.write('prox.yaml', 'processes: {web: {cmd: 1}}');
  expect(await note()).toBe(
    `note: ${file} has problems (\`prox config check\` shows them); everything runs on as it was\n`,
  );
  await rm(file);
  expect(await note()).toBe(`note: ${file} is gone; everything runs on as it was\n`);
});
