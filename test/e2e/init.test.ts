import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';

const FILES = {
  'package.json': JSON.stringify({scripts: {dev: 'node -e "setInterval(() => {}, 1000)"'}}),
  'Procfile.dev': 'web: echo "port $PORT" && exec sleep 1000\n',
};

test('init writes a prox.yaml that check accepts and up runs', async () => {
  await using cli = await ProxCli.create({files: FILES});
  expect(await cli.run('init')).toMatchObject({
    code: 0,
    stdout: `${cli.projectDir}/prox.yaml: written (2 processes)\n`,
  });
  expect(await cli.run('config', 'check')).toMatchObject({code: 0});
  expect(cli.read('prox.yaml')).toMatch(/^ {2}dev: npm run dev$/m);
});

test('what it wrote runs, with the port that foreman would give', async () => {
  await using cli = await ProxCli.create({files: FILES});
  await cli.run('init');
  const up = cli.spawn('up', '--api-port', '0', 'web');
  await up.line(/port 5000/);
  up.kill('SIGINT');
  expect(await up.exit).toMatchObject({signal: 'SIGINT'});
});

test('init leaves what is there alone, under either name', async () => {
  await using cli = await ProxCli.create({files: {...FILES, 'prox.yml': 'mine'}});
  const {code, stderr} = await cli.run('init');
  expect(code).toBe(1);
  expect(stderr).toContain(`${cli.projectDir}/prox.yml is already there`);
  expect(await cli.run('init', '--force')).toMatchObject({code: 0});
  expect(cli.read('prox.yml')).toContain('npm run dev');
  expect(cli.read('prox.yaml')).toBeUndefined();
});

test('init --print is a config and nothing else', async () => {
  await using cli = await ProxCli.create({files: FILES});
  const {stdout} = await cli.run('init', '--print');
  await cli.writeConfig(stdout);
  expect(await cli.run('config', 'check')).toMatchObject({code: 0});
});

test('a folder that may not be written is a failure that says so', async () => {
  await using cli = await ProxCli.create({files: {...FILES, 'no-folder': ''}});
  const {code, stderr} = await cli.run('-c', 'no-folder/prox.yaml', 'init');
  expect({code, stderr}).toEqual({
    code: 1,
    stderr: `prox: No prox.yaml was made: the folder ${cli.projectDir}/no-folder cannot be read\n`,
  });
});
