import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {diffConfig, type ConfigDiff} from '../../../src/config/config-diff.ts';
import type {Config} from '../../../src/config/config.ts';
import {formatDiagnostics} from '../../../src/config/diagnostics.ts';
import {loadConfig} from '../../../src/config/load.ts';
import {sampleConfig, sampleProcess} from '../../rig/sample-config.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'prox-diff-'));
  await writeFile(join(folder, '.env'), '');
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

async function diff(before: string, after: string): Promise<ConfigDiff> {
  return diffConfig(await load(before), await load(after));
}

const TWO = 'processes: {web: serve, api: {cmd: api}}\n';
const none = {added: [], removed: [], redefined: [], adjusted: [], unchanged: [], changes: []};

describe('the diff of two configs: processes', () => {
  it('finds nothing in an edit of comments, spaces, order of keys and short forms', async () => {
    const edited = '# stack\nprocesses:\n  web:\n    cmd: serve\n    autostart: true\n  api: api\n';
    expect(await diff(TWO, edited)).toEqual({
      processes: {...none, unchanged: ['web', 'api']},
      services: {added: [], removed: [], changed: [], unchanged: []},
      restartRequired: [],
    });
  });

  it('tells what is added, removed and of another command, in the order of the file', async () => {
    const edited = 'processes: {worker: work, web: serve --fast, mail: mail}\n';
    expect((await diff(TWO, edited)).processes).toEqual({
      ...none,
      added: ['worker', 'mail'],
      removed: ['api'],
      redefined: ['web'],
      changes: [{name: 'web', keys: ['cmd']}],
    });
  });

  it.each([
    ['depends_on: [api]', 'depends_on'],
    ['restart: always', 'restart'],
    ['watch: [src]', 'watch'],
    ['autostart: false', 'autostart'],
    ['groups: [front]', 'groups'],
    ['stop_signal: SIGINT', 'stop_signal'],
    ['stop_timeout: 3s', 'stop_timeout'],
    ['stop_cmd: make stop', 'stop_cmd'],
    ['success_exit_codes: [0, 3]', 'success_exit_codes'],
  ])('needs no new child for %s', async (key, name) => {
    const edited = `processes:\n  web:\n    cmd: serve\n    ${key}\n  api: api\n`;
    expect((await diff(TWO, edited)).processes).toMatchObject({
      redefined: [],
      adjusted: ['web'],
      unchanged: ['api'],
      changes: [{name: 'web', keys: [name]}],
    });
  });

  it('needs a new child when more than that has changed', async () => {
    const edited = 'processes: {web: {cmd: serve, restart: always, env: {A: 1}}, api: api}\n';
    expect((await diff(TWO, edited)).processes).toMatchObject({
      redefined: ['web'],
      adjusted: [],
      changes: [{name: 'web', keys: ['env', 'restart']}],
    });
  });

  it('sees a default of the top level in those that use it', async () => {
    const before = 'processes: {web: {cmd: serve, stop_timeout: 3s}, api: api}\n';
    expect((await diff(before, `shutdown_timeout: 4s\n${before}`)).processes).toMatchObject({
      unchanged: ['web'],
      changes: [{name: 'api', keys: ['stop_timeout']}],
    });
    expect((await diff(before, `env_file: .env\n${before}`)).processes.changes).toEqual([
      {name: 'web', keys: ['env_file']},
      {name: 'api', keys: ['env_file']},
    ]);
  });

  it('does not mind in which order variables are written', async () => {
    const before = 'processes: {web: {cmd: serve, env: {A: 1, B: 2}}}\n';
    const edited = 'processes: {web: {cmd: serve, env: {B: 2, A: 1}}}\n';
    expect((await diff(before, edited)).processes.unchanged).toEqual(['web']);
  });

  it('removes and adds what becomes of another kind', async () => {
    const before = 'processes: {web: serve}\ntasks: {db: {cmd: migrate}}\n';
    const edited = 'processes: {web: serve}\ndependencies: {db: {check: {tcp: 5432}}}\n';
    expect((await diff(before, edited)).processes).toEqual({
      ...none,
      added: ['db'],
      removed: ['db'],
      unchanged: ['web'],
    });
  });

  it('compares tasks and dependencies too', async () => {
    const stack = (check: number, limit: string): string =>
      `processes: {web: serve}\ntasks: {init: {cmd: init, timeout: ${limit}}}\n` +
      `dependencies: {db: {check: {tcp: ${check}}}}\n`;
    expect((await diff(stack(5432, '10s'), stack(5433, '20s'))).processes).toEqual({
      ...none,
      redefined: ['init', 'db'],
      unchanged: ['web'],
      changes: [
        {name: 'init', keys: ['timeout']},
        {name: 'db', keys: ['check']},
      ],
    });
  });

  it('takes the port that `port: auto` has found for no change', () => {
    const config = (port: number | undefined, hasAutoPort: boolean): Config =>
      sampleConfig({processes: [sampleProcess({port, hasAutoPort})]});
    const keys = (before: Config, after: Config): readonly string[] =>
      diffConfig(before, after).processes.changes.flatMap(change => change.keys);
    expect(keys(config(41_000, true), config(undefined, true))).toEqual([]);
    expect(keys(config(41_000, true), config(41_000, false))).toEqual(['port']);
    expect(keys(config(3000, false), config(4000, false))).toEqual(['port']);
  });
});

describe('the diff of two configs: services', () => {
  it('tells them by name and prefix', async () => {
    const web = 'processes: {web: serve}\n';
    const before = `${web}services: {app: [{port: 1}, {port: 2, path_prefix: /api}], old: 3}\n`;
    const edited = `${web}services: {new: 4, app: [{port: 1}, {port: 5, path_prefix: /api}]}\n`;
    expect((await diff(before, edited)).services).toEqual({
      added: ['new'],
      removed: ['old'],
      changed: ['app/api'],
      unchanged: ['app'],
    });
  });

  it('is empty while no proxy runs, and asks for a restart when there is to be one', async () => {
    expect(await diff(TWO, `${TWO}services: {app: 1}\n`)).toMatchObject({
      services: {added: [], removed: [], changed: [], unchanged: []},
      restartRequired: ['proxy'],
    });
  });

  it('keeps the routes of a proxy that only a restart can end', async () => {
    const before = `${TWO}services: {app: 1}\n`;
    expect(await diff(before, `${before}proxy: {enabled: false}\n`)).toMatchObject({
      services: {removed: [], unchanged: ['app']},
      restartRequired: ['proxy'],
    });
  });

  it('takes the last service away from a proxy that nothing else enables', async () => {
    expect(await diff(`${TWO}services: {app: 1}\n`, TWO)).toMatchObject({
      services: {removed: ['app'], unchanged: []},
      restartRequired: ['proxy'],
    });
  });
});

describe('the diff of two configs: what only a restart of prox applies', () => {
  it.each([
    ['api: {port: 7000}', ['api.port']],
    ['api: {allowed_hosts: [a.test], auth: always}', ['api.auth', 'api.allowed_hosts']],
    ['logs: {max_line_bytes: 1KB, max_lines: 5}', ['logs.max_lines', 'logs.max_line_bytes']],
    ['proxy: {http_port: 7000, hold: 1s}', ['proxy.http_port', 'proxy.hold']],
    ['proxy: {capture: {max_body_size: 2MB}}', ['proxy.capture.max_body_size']],
    ['certs: {dir: ./certs}', ['certs.dir']],
  ])('%s', async (line, keys) => {
    const base = `${TWO}services: {app: 1}\n`;
    const {restartRequired, processes} = await diff(base, `${base}${line}\n`);
    expect(restartRequired).toEqual(keys);
    expect(processes.unchanged).toEqual(['web', 'api']);
  });
});
