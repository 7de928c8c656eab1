import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {loadConfig} from '../../../../src/config/load.ts';
import {tempDir} from '../../daemon/temp-dir.ts';
import {run, type Result} from '../run-program.ts';

class Folder {
  readonly dir = tempDir();

  constructor(files: Readonly<Record<string, string | object>> = {}) {
    for (const [path, content] of Object.entries(files)) {
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      mkdirSync(dirname(join(this.dir, path)), {recursive: true});
      writeFileSync(join(this.dir, path), text);
    }
  }

  async init(...words: readonly string[]): Promise<Result> {
    return run('-c', this.file, 'init', ...words);
  }

  get file(): string {
    return join(this.dir, 'prox.yaml');
  }

  /** Undefined when there is none. */
  get text(): string | undefined {
    return existsSync(this.file) ? readFileSync(this.file, 'utf8') : undefined;
  }
}

test('it writes a config that loads, and says what it read', async () => {
  const folder = new Folder({
    'package.json': {scripts: {dev: 'vite'}, workspaces: ['packages/*']},
    'packages/web/package.json': {name: '@acme/web', scripts: {dev: 'vite'}},
    'yarn.lock': '',
    'Procfile.dev': 'web: puma -p $PORT\nwebpack: yarn dev\n',
    'compose.yaml': 'services: {db: {ports: ["5432:5432"]}}',
    '.env': 'A=1',
  });
  const {outcome, stdout, stderr} = await folder.init();
  expect({outcome, stdout}).toEqual({
    outcome: 0,
    stdout: `${folder.file}: written (3 processes and 1 dependency)\n`,
  });
  expect(stderr).toContain('read Procfile.dev, package.json and compose.yaml\n');
  expect(stderr).toContain('note: dev of package.json is left out: webpack is the same\n');
  const result = await loadConfig(folder.file);
  const config = result.ok ? result.config : undefined;
  expect(config?.processes).toMatchObject([
    {name: 'web', cmd: 'puma -p $PORT', port: 5000, envFiles: [join(folder.dir, '.env')]},
    {name: 'webpack', cmd: 'yarn dev', cwd: folder.dir},
    {name: 'web-2', cmd: 'yarn run dev', cwd: join(folder.dir, 'packages/web')},
  ]);
  expect(config?.dependencies).toMatchObject([
    {name: 'db', check: {type: 'tcp', port: 5432}, start: 'docker compose up -d db'},
  ]);
});

test('with process-compose, dependencies and their conditions come along', async () => {
  const folder = new Folder({
    'process-compose.yaml': `
processes:
  migrate: {command: migrate}
  api:
    command: api
    readiness_probe: {http_get: {port: 3000}}
    depends_on: {migrate: {condition: process_completed_successfully}}
  web: {command: web, depends_on: {api: {condition: process_healthy}}}
`,
  });
  expect(await folder.init()).toMatchObject({outcome: 0});
  const result = await loadConfig(folder.file);
  expect(result.ok ? result.config.processes : []).toMatchObject([
    {kind: 'task', name: 'migrate'},
    {name: 'api', dependsOn: [{name: 'migrate', condition: 'completed'}]},
    {name: 'web', dependsOn: [{name: 'api', condition: 'healthy'}]},
  ]);
});

test('a compose.yaml of process-compose is known by its processes', async () => {
  const folder = new Folder({'compose.yaml': 'processes: {web: {command: x}}'});
  expect((await folder.init('--print')).stdout).toContain('processes:\n  web: x\n');
});

test('--print prints and writes nothing', async () => {
  const folder = new Folder({Procfile: 'web: puma'});
  const {outcome, stdout} = await folder.init('--print');
  expect(outcome).toBe(0);
  expect(stdout).toContain('processes:\n  web: puma\n');
  expect(readdirSync(folder.dir)).toEqual(['Procfile']);
});

test('it overwrites with --force only', async () => {
  const folder = new Folder({Procfile: 'web: puma', 'prox.yaml': 'mine'});
  const {outcome, stderr} = await folder.init();
  expect(outcome).toBe(1);
  expect(stderr).toMatch(/^prox: No prox\.yaml was made: .*prox\.yaml is already there\n.*--force/);
  expect(folder.text).toBe('mine');
  expect(await folder.init('--print')).toMatchObject({outcome: 0});
  expect(folder.text).toBe('mine');
  expect(await folder.init('--force')).toMatchObject({outcome: 0});
  expect(folder.text).toContain('web: puma');
  expect(readdirSync(folder.dir).toSorted()).toEqual(['Procfile', 'prox.yaml']);
});

test('others may read what it wrote, but not write it', async () => {
  const folder = new Folder({Procfile: 'web: puma'});
  await folder.init();
  expect(statSync(folder.file).mode & 0o777).toBe(0o644);
});

test('where nothing is found it writes one to start with, which loads', async () => {
  const folder = new Folder();
  expect(await folder.init()).toMatchObject({
    outcome: 0,
    stderr: expect.stringMatching(/nothing to/),
  });
  expect(await loadConfig(folder.file)).toMatchObject({ok: true});
});

test('the examples in it load, too', async () => {
  const folder = new Folder();
  await folder.init();
  const lines = (folder.text ?? '').split('\n').slice(1);
  const examples = lines.map(line => line.replace(/^( *)# (?=[ a-z])/, '$1'));
  writeFileSync(folder.file, examples.join('\n'));
  expect(await loadConfig(folder.file)).toMatchObject({
    ok: true,
    config: {processes: [{name: 'hello'}, {name: 'web'}, {name: 'migrate'}]},
  });
});

test('outside things alone get a process beside them', async () => {
  const folder = new Folder({'docker-compose.yml': 'services: {db: {ports: ["5432:5432"]}}'});
  expect(await folder.init()).toMatchObject({
    stdout: expect.stringContaining('1 process and 1 dependency'),
  });
});

test.each([
  ['package.json', '{"scripts": {', /package\.json: not valid JSON/],
  ['package.json', '{"scripts": {"build": "tsc"}}', /package\.json holds nothing/],
  ['package.json', '[]', /package\.json holds nothing/],
  ['compose.yaml', 'services:\n  db: [\n', /compose\.yaml:3: not valid YAML/],
  ['compose.yaml', 'a: &a [*a]', /compose\.yaml:1: the alias/],
  ['compose.yaml', '', /compose\.yaml holds nothing/],
  ['process-compose.yml', 'processes:\n  a: 1\n  a: 2\n', /process-compose\.yml:3: duplicate key/],
  ['Procfile', '# nothing', /Procfile holds nothing/],
  ['Procfile', 'web: \u0000', /config: |Procfile/],
  ['pnpm-workspace.yaml', 'packages: {', /pnpm-workspace\.yaml:1/],
])(
  '%s that holds %j is a failure that names it, and nothing is written',
  async (path, text, message) => {
    const manifest = path.startsWith('pnpm') ? {'package.json': '{}'} : {};
    const folder = new Folder({...manifest, [path]: text});
    const {outcome, stderr} = await folder.init();
    expect(outcome).toBe(1);
    expect(stderr).toMatch(message);
    expect(folder.text).toBeUndefined();
  },
);

test('a workspace that is broken is named', async () => {
  const folder = new Folder({
    'package.json': {workspaces: ['*']},
    'a\u001b[2J/package.json': '{',
  });
  const {stderr} = await folder.init();
  expect(stderr).toContain('a/package.json: not valid JSON');
  expect(stderr).not.toContain('\u001b');
});

test('a folder that is not there is named', async () => {
  const {outcome, stderr} = await run('-c', '/nowhere/prox.yaml', 'init');
  expect({outcome, stderr}).toEqual({
    outcome: 1,
    stderr: 'prox: No prox.yaml was made: the folder /nowhere cannot be read\n',
  });
});

test('--quiet keeps it silent', async () => {
  const folder = new Folder({Procfile: 'web: puma'});
  expect(await folder.init('--quiet')).toEqual({outcome: 0, stdout: '', stderr: ''});
});
