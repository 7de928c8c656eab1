import {chmodSync, readFileSync, statSync} from 'node:fs';
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

test('a new token counts at once, and the old one and its sessions no more', async () => {
  await using cli = await ProxCli.create({config: {api: {port: 0, auth: 'always'}, processes}});
  await cli.run('up', '-d');
  const {token: old} = (await cli.json('token')) as {token: string};
  const {port} = cli.state();
  const call = async (path: string, init: RequestInit) =>
    fetch(`http://127.0.0.1:${port}/api/v1${path}`, init);
  const login = await call('/auth/login', {
    method: 'POST',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify({token: old}),
  });
  const [cookie = ''] = (login.headers.get('set-cookie') ?? '').split(';');
  expect((await call('/status', {headers: {cookie}})).status).toBe(200);

  const {stdout, stderr} = await cli.run('token', '--rotate');
  const path = join(cli.home, '.prox', 'token');
  const text = readFileSync(path, 'utf8');
  expect(stdout).toBe(`${path}\n${text}`);
  expect(stderr).toContain('Every prox that runs takes it from now on');
  expect(text).not.toContain(old);
  expect(statSync(path).mode & 0o777).toBe(0o600);

  expect((await call('/status', {headers: {cookie}})).status).toBe(401);
  expect((await call('/status', {headers: {authorization: `Bearer ${old}`}})).status).toBe(401);
  expect(await cli.run('status')).toMatchObject({code: 0});
  const {events} = (await cli.json('api', 'GET', '/events?type=auth.failed')) as {
    events: readonly {readonly details: unknown}[];
  };
  expect(events.map(({details}) => details)).toEqual([{address: '127.0.0.1'}]);
});

test('with --json the new token is told as one that is kept', async () => {
  await using cli = await ProxCli.create({config: {api: {port: 0}, processes}});
  const before = (await cli.json('token')) as {token: string};
  const after = (await cli.json('token', '--rotate')) as typeof before;
  expect(after).toEqual({...before, token: expect.stringMatching(/^[\w-]{43}$/)});
  expect(after.token).not.toBe(before.token);
  expect(await cli.json('token')).toEqual(after);
});

test.each([
  ['PROX_TOKEN', {}, {PROX_TOKEN: OTHER}],
  ['api.token', {token: TOKEN}, {}],
])('where %s counts, no token is made and the next step is told', async (source, api, env) => {
  await using cli = await ProxCli.create({config: {api: {port: 0, ...api}, processes}, env});
  await writeToken(cli.home);
  const {code, stdout, stderr} = await cli.run('token', '--rotate');
  expect({code, stdout}).toEqual({code: 2, stdout: ''});
  expect(stderr).toContain(`${source} is set`);
  expect(stderr).toMatch(/restart prox, or .* then --rotate makes one/);
  expect(readFileSync(join(cli.home, '.prox', 'token'), 'utf8')).toBe(OTHER);
});

test('a token file that others may read lets nobody in any more, and prox says so once', async () => {
  await using cli = await ProxCli.create({config: {api: {port: 0, auth: 'always'}, processes}});
  const up = cli.spawn('up', '--no-tui');
  await up.line(/listening on/);
  const {token} = (await cli.json('token')) as {token: string};
  const path = join(cli.home, '.prox', 'token');
  chmodSync(path, 0o644);
  for (let i = 0; i < 2; i++) {
    expect(await cli.run('status', '--token', token)).toMatchObject({code: 1});
  }
  await up.line(/token: other users may read it; until it can, the API refuses everybody/);
  chmodSync(path, 0o600);
  expect(await cli.run('status')).toMatchObject({code: 0});
  up.kill('SIGTERM');
  await up.exit;
  expect(up.transcript.match(/other users may read it/g)).toHaveLength(1);
});
