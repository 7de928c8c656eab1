import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Config, ProcessConfig} from '../../../src/config/config.ts';
import {formatDiagnostics} from '../../../src/config/diagnostics.ts';
import {loadConfig} from '../../../src/config/load.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prox-lifecycle-'));
});
afterEach(async () => {
  await rm(folder, {recursive: true});
});

async function load(text: string): Promise<Config> {
  const file = join(folder, 'prox.yaml');
  await writeFile(file, text, {mode: 0o644});
  const result = await loadConfig(file);
  if (!result.ok) throw new Error(formatDiagnostics(result.diagnostics, result.source));
  return result.config;
}

async function loadProcess(keys: string): Promise<ProcessConfig> {
  const {processes} = await load(`processes: {web: {cmd: x, ${keys}}}\n`);
  const [process] = processes;
  if (!process) throw new Error('there is no process');
  return process;
}

describe('depends_on', () => {
  const OTHERS = `
  plain: x
  checked: {cmd: x, healthcheck: {tcp: 1}}
tasks: {migrate: x}
dependencies: {db: {check: {tcp: 1}}}
groups: {all-of-it: [migrate, plain, checked]}
`;

  async function requirements(written: string): Promise<Readonly<Record<string, string>>> {
    const {processes} = await load(`processes:\n  web: {cmd: x, depends_on: ${written}}${OTHERS}`);
    const {dependsOn = []} = processes.find(({name}) => name === 'web') ?? {};
    return Object.fromEntries(dependsOn.map(({name, condition}) => [name, condition]));
  }

  it('waits for what the kind of its target comes to', async () => {
    expect(await requirements('[plain, checked, migrate, db]')).toEqual({
      plain: 'started',
      checked: 'healthy',
      migrate: 'completed',
      db: 'ready',
    });
  });

  it('waits for what is written beside the name', async () => {
    const written = '{plain: started, checked: started, migrate: started, db: ready}';
    expect(await requirements(written)).toEqual({
      plain: 'started',
      checked: 'started',
      migrate: 'started',
      db: 'ready',
    });
  });

  it('takes `healthy` of an outside dependency for `ready`', async () => {
    expect(await requirements('{db: healthy}')).toEqual({db: 'ready'});
  });

  it('takes a group for its members, of which what is written for themselves wins', async () => {
    const defaults = {plain: 'started', checked: 'healthy', migrate: 'completed'};
    expect(await requirements('[all-of-it]')).toEqual(defaults);
    expect(await requirements('[all-of-it, plain]')).toEqual(defaults);
    expect(await requirements('{checked: healthy, all-of-it: started}')).toEqual({
      plain: 'started',
      checked: 'healthy',
      migrate: 'started',
    });
  });
});

it('a file may hold tasks and no process', async () => {
  const {processes} = await load('tasks: {migrate: x}\n');
  expect(processes).toMatchObject([{kind: 'task', name: 'migrate', cmd: 'x', timeoutMs: 60_000}]);
});

it('processes, tasks and dependencies are in the order of the file', async () => {
  const {processes, dependencies, names} = await load(`
dependencies: {z: {check: {tcp: 1}}, 1: {check: {tcp: 1}}}
tasks: {y: x, 10: x}
processes: {b: x, 2: x, a: x}
`);
  expect(processes.map(({name}) => name)).toEqual(['y', '10', 'b', '2', 'a']);
  expect(dependencies.map(({name}) => name)).toEqual(['z', '1']);
  expect(names).toEqual(['z', '1', 'y', '10', 'b', '2', 'a']);
});

it('a task of `timeout: 0` may run for ever', async () => {
  const {processes} = await load('tasks: {migrate: {cmd: x, timeout: 0}}\n');
  expect(processes).toMatchObject([{timeoutMs: undefined}]);
});

it.each(['no', '"no"', '{policy: no}'])('`restart: %s` is the word, not a boolean', async value => {
  expect((await loadProcess(`restart: ${value}`)).restart.condition).toBe('no');
});

it('a restart policy is filled up', async () => {
  expect((await loadProcess('restart: {policy: always, backoff: 2s}')).restart).toEqual({
    condition: 'always',
    maxRestarts: 5,
    backoffMs: 2000,
    maxBackoffMs: 30_000,
    resetAfterMs: 10_000,
  });
});

it('a list of watched paths is filled up', async () => {
  expect((await loadProcess("watch: [., 'src/**/*.ts']")).watch).toEqual({
    paths: [folder, join(folder, 'src/**/*.ts')],
    ignore: [],
    debounceMs: 300,
    onChange: 'restart',
  });
});

it('what `groups` says and what processes say is one group', async () => {
  const {groups} = await load(`
groups: {back: [worker, migrate]}
processes:
  api: {cmd: x, groups: [back, front]}
  worker: {cmd: x, groups: [back]}
tasks: {migrate: x}
`);
  expect(groups).toEqual({back: ['api', 'worker', 'migrate'], front: ['api']});
});

it.each([
  ['{http: ":1/up"}', {type: 'http', url: 'http://localhost:1/up', status: undefined}],
  ['{cmd: [pg_isready]}', {type: 'cmd', cmd: ['pg_isready']}],
  ['{tcp: 1}', {type: 'tcp', host: 'localhost', port: 1}],
])('an outside dependency is checked by %s', async (check, probe) => {
  const {dependencies} = await load(`tasks: {a: x}\ndependencies: {db: {check: ${check}}}\n`);
  expect(dependencies).toMatchObject([
    {check: probe, timeoutMs: 30_000, intervalMs: 1000, start: undefined, onFailure: 'fail'},
  ]);
});

it('a chain of thousands is no cycle, and a ring of thousands is one', async () => {
  const chain = (end: number): string => {
    const links = Array.from(
      {length: 4000},
      (_, i) => `  p${i}: {cmd: x, depends_on: [p${i + 1}]}`,
    );
    return `processes:\n${links.join('\n')}\n  p4000: {cmd: x, depends_on: [p${end}]}\n  p4001: x\n`;
  };
  await expect(load(chain(4001))).resolves.toBeTruthy();
  await expect(load(chain(0))).rejects.toThrow(/closes a cycle: p0 -> p1 -> .* -> p4000 -> p0\n/);
});

it('thousands of wrong names are answered soon', async () => {
  const lines = Array.from(
    {length: 4000},
    (_, i) => `  process-${i}: {cmd: x, depends_on: [x${i}]}`,
  );
  await expect(load(`processes:\n${lines.join('\n')}\n`)).rejects.toThrow(/none is called `x3999`/);
});
