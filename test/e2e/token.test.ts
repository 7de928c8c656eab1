import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const TOKEN = 'a-token-of-thirty-two-characters';
const OTHER = 'another-token-of-over-thirty-two-chars';
const processes = {web: 'exec sleep 1000'};

test.each(['api.token', 'the token file'])(
  'any number of commands find %s by themselves',
  async source => {
    const token = source === 'api.token' ? {token: TOKEN} : {};
    const config = {api: {port: 0, auth: 'always', ...token}, processes};
    await using cli = await ProxCli.create({config});
    await writeToken(cli.home); // as made for any other project
    await cli.run('up', '-d');
    for (let i = 0; i < 7; i++) expect(await cli.run('status')).toMatchObject({code: 0});
  },
);

async function writeToken(home: string): Promise<void> {
  await mkdir(join(home, '.prox'), {mode: 0o700});
  await writeFile(join(home, '.prox', 'token'), OTHER, {mode: 0o600});
}

test('without a right token the next step is told', async () => {
  const config = {api: {port: 0, auth: 'always', token: TOKEN}, processes};
  await using cli = await ProxCli.create({config});
  await cli.run('up', '-d');
  const wrong = async () => cli.run('status', '--token', OTHER);
  const {code, stderr} = await wrong();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^prox: A valid token is required\nGive the token with --token/);
  for (let i = 0; i < 4; i++) await wrong();
  expect((await wrong()).stderr).toMatch(/^prox: Too many wrong tokens\n.* wait \d+ s/);
  expect(await cli.run('status')).toMatchObject({code: 0});
});

test('a token that was typed goes to any address, the ones that are kept to this machine only', async () => {
  const api = {port: 0, auth: 'always', allowed_hosts: ['0.0.0.0']};
  await using cli = await ProxCli.create({config: {api, processes}});
  await cli.run('up', '-d');
  const {token} = (await cli.json('token')) as {token: string};
  const {port} = cli.state();
  // Leads here, but is no address of this machine that prox could know.
  const elsewhere = `http://0.0.0.0:${port}`;
  expect(await cli.run('status', '--addr', elsewhere, '--token', token)).toMatchObject({code: 0});
  const byEnv = cli.spawnBy(['env', `PROX_TOKEN=${token}`], 'status', '--addr', elsewhere);
  expect(await byEnv.exit).toMatchObject({code: 0});
  expect((await cli.run('status', '--addr', elsewhere)).stderr).toContain('A valid token');
  expect(await cli.run('status', '--addr', `127.0.0.1:${port}`)).toMatchObject({code: 0});

  await cli.write(
    '.prox/prox.state',
    (cli.read('.prox/prox.state') ?? '').replace('"127.0.0.1"', '"0"'),
  );
  expect((await cli.run('status')).stderr).toContain('A valid token');
  expect(await cli.run('status', '--token', token)).toMatchObject({code: 0});
});

test('token prints what the API of this project takes, and where that is kept', async () => {
  const config = {api: {port: 0, token: TOKEN}, processes};
  await using cli = await ProxCli.create({config});
  const file = `${cli.projectDir}/prox.yaml`;
  expect((await cli.run('token')).stdout).toBe(`api.token of ${file}\n${TOKEN}\n`);
  expect(await cli.json('token')).toEqual({token: TOKEN, path: null, source: 'api.token'});
  const env = cli.spawnBy(['env', `PROX_TOKEN=${OTHER}`], 'token', '--json');
  expect(JSON.parse((await env.exit).stdout)).toEqual({
    token: OTHER,
    path: null,
    source: 'PROX_TOKEN',
  });
  await cli.writeConfig({api: {port: 0}, processes});
  const path = `${cli.home}/.prox/token`;
  expect(await cli.json('token')).toMatchObject({path, source: 'file'});
});
