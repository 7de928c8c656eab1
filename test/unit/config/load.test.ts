import {readFileSync} from 'node:fs';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {Config, ProcessConfig} from '../../../src/config/config.ts';
import {formatDiagnostics} from '../../../src/config/diagnostics.ts';
import {loadConfig} from '../../../src/config/load.ts';
import {sampleProcess} from '../../rig/sample-config.ts';
import {seededRandom} from '../../rig/seeded-random.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/config/good');

async function load(file: string): Promise<Config> {
  const result = await loadConfig(file);
  if (!result.ok) throw new Error(formatDiagnostics(result.diagnostics, result.source));
  return result.config;
}

async function loadProcesses(name: string): Promise<ReadonlyMap<string, ProcessConfig>> {
  const {processes} = await load(join(FOLDER, name));
  return new Map(processes.map(process => [process.name, process]));
}

describe('a good prox.yaml', () => {
  it('fills every default in', async () => {
    const file = join(FOLDER, 'short-form.yml');
    const {processes, dormantProxy: _, ...config} = await load(file);
    expect(config).toEqual({
      file,
      projectDir: FOLDER,
      source: readFileSync(file, 'utf8'),
      api: {
        port: undefined,
        host: '127.0.0.1',
        auth: 'auto',
        token: undefined,
        allowedHosts: [],
        corsOrigins: [],
      },
      logs: {maxLines: 10_000, maxBytes: 8 * 1024 ** 2, maxLineBytes: 64 * 1024},
      dependencies: [],
      names: ['web', '10', '2', 'b'],
      groups: {},
      proxy: undefined,
    });
    expect(processes[0]).toEqual(sampleProcess({cwd: FOLDER}));
  });

  it('keeps the processes in the order of the file, whatever their names look like', async () => {
    const processes = await loadProcesses('short-form.yml');
    expect([...processes.keys()]).toEqual(['web', '10', '2', 'b']);
  });

  it('takes every key', async () => {
    const {processes, ...config} = await load(join(FOLDER, 'every-key.yaml'));
    expect({...config, source: ''}).toMatchObject({
      api: {port: 0, host: '0.0.0.0', auth: 'always', allowedHosts: ['prox.test']},
      logs: {maxLines: 5, maxBytes: 1024 ** 2, maxLineBytes: 512},
    });
    expect(processes[0]).toEqual({
      kind: 'process',
      name: 'web',
      cmd: ['node', 'server.js'],
      cwd: join(FOLDER, 'web'),
      env: {TEXT: 'a', NUMBER: '0x1F', FLAG: 'true', EMPTY: ''},
      envFiles: [join(FOLDER, 'files/all.env'), join(FOLDER, 'files/web.env')],
      port: 3000,
      hasAutoPort: false,
      healthcheck: {
        probe: {type: 'http', url: 'http://localhost:3000/health', status: [200, 204]},
        intervalMs: 90_000,
        timeoutMs: 500,
        retries: 1,
        startPeriodMs: 0,
        startIntervalMs: 250,
        onUnhealthy: 'restart',
      },
      dependsOn: [
        {name: 'cmd', condition: 'healthy'},
        {name: 'migrate', condition: 'completed'},
      ],
      restart: {
        condition: 'on-failure',
        maxRestarts: 1000,
        backoffMs: 0,
        maxBackoffMs: 60_000,
        resetAfterMs: 1000,
      },
      watch: {
        paths: [join(FOLDER, 'web/src'), join(FOLDER, 'web/*.json'), '/etc/hosts'],
        ignore: ['dist', '*.log', join(FOLDER, 'web/src/made')],
        debounceMs: 0,
        onChange: 'signal',
      },
      timeoutMs: undefined,
      tty: true,
      stopSignal: 'SIGINT',
      stopTimeoutMs: 0,
      stopCmd: 'npm run stop',
      successExitCodes: [0, 143],
      autostart: false,
    });
    expect(processes.slice(1, 5).map(({healthcheck}) => healthcheck?.probe)).toEqual([
      {type: 'cmd', cmd: ['test', '-f', 'ready']},
      {type: 'tcp', host: '::1', port: 5432},
      {type: 'tcp', host: 'localhost', port: 5432},
      {type: 'log', pattern: String.raw`ready in \d+ ms`},
    ]);
  });

  it('takes every key of a task and of a dependency', async () => {
    const {processes, dependencies, groups} = await load(join(FOLDER, 'every-key.yaml'));
    const tasks = processes.filter(({kind}) => kind === 'task');
    expect(tasks).toEqual([
      sampleProcess({
        kind: 'task',
        name: 'migrate',
        cmd: ['npm', 'run', 'migrate'],
        cwd: join(FOLDER, 'web'),
        env: {VERSION: '1.10'},
        envFiles: [join(FOLDER, 'files/all.env'), join(FOLDER, 'files/web.env')],
        dependsOn: [{name: 'db', condition: 'ready'}],
        timeoutMs: 90_000,
        stopTimeoutMs: 1000,
      }),
    ]);
    expect(dependencies).toEqual([
      {
        kind: 'dependency',
        name: 'db',
        check: {type: 'tcp', host: 'db.test', port: 5432},
        timeoutMs: 60_000,
        intervalMs: 500,
        start: 'docker compose up -d db',
        onFailure: 'warn',
        cwd: FOLDER,
        envFiles: [join(FOLDER, 'files/all.env')],
      },
    ]);
    expect(groups).toEqual({back: ['tcp', 'migrate'], front: ['web']});
  });

  it('gives shutdown_timeout to the processes without a stop_timeout', async () => {
    const processes = await loadProcesses('every-key.yaml');
    expect(processes.get('log')?.stopTimeoutMs).toBe(600_000);
  });

  it('follows anchors and merges, the earlier source and the own key winning', async () => {
    const processes = await loadProcesses('anchors-and-merges.yaml');
    expect(processes.get('web')).toMatchObject({
      env: {NODE_ENV: 'test', VERSION: '1.10', PORT: '3000'},
      stopTimeoutMs: 3000,
    });
    expect(processes.get('api')).toMatchObject({
      env: {NODE_ENV: 'development', VERSION: '1.10'},
      stopTimeoutMs: 60_000,
      autostart: false,
    });
  });

  it('lets one anchor be used two hundred times', async () => {
    const processes = await loadProcesses('two-hundred-aliases.yaml');
    expect(processes.size).toBe(200);
    expect(processes.get('p200')).toMatchObject({cmd: 'hello', env: {A: '1'}});
  });

  it('leaves every `$` alone', async () => {
    const processes = await loadProcesses('dollars.yaml');
    expect([...processes.values()].map(({cmd}) => cmd)).toEqual([
      "awk '{print $1}'",
      'echo $$ ${HOME} $(date) `id`',
      ['printf', '%s', '$HOME', '${HOME}', '$$'],
      'env',
    ]);
    expect(processes.get('env')).toMatchObject({
      env: {PRICE: '$5', REF: '${HOME}'},
      stopCmd: 'kill $PID',
      healthcheck: {probe: {cmd: 'test $$'}},
    });
  });

  it('may begin with a byte order mark', async () => {
    const processes = await loadProcesses('byte-order-mark.yaml');
    expect([...processes.keys()]).toEqual(['web']);
  });

  it('is taken when it is named by a relative path', async () => {
    const file = join(FOLDER, 'short-form.yml');
    expect((await load(relative(process.cwd(), file))).file).toBe(file);
  });

  it('is the example of the repository', async () => {
    const {processes} = await load(join(import.meta.dirname, '../../../prox.yaml.example'));
    expect(processes.map(({name}) => name)).toEqual(['web', 'worker', 'migrate', 'seed']);
  });
});

describe('a prox.yaml that was made to hurt', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'prox-load-'));
  });
  afterEach(async () => {
    await rm(folder, {recursive: true});
  });

  async function loadText(text: string | Uint8Array): Promise<readonly string[]> {
    const file = join(folder, 'prox.yaml');
    await writeFile(file, text, {mode: 0o644});
    const result = await loadConfig(file);
    return result.ok ? [] : result.diagnostics.map(({message}) => message);
  }

  it.each([['['], ['{a: '], ['- '], ['? '], [': ']])('nests %j without end', async opening => {
    const [message] = await loadText(opening.repeat(200_000));
    expect(message).toMatch(/nested more than 32 levels deep/);
  });

  it('holds twenty thousand values but not one more', async () => {
    // The three maps and the one process count too.
    const withKeys = (count: number): string => {
      const keys = Array.from({length: count}, (_, index) => `  k${index}: 1`);
      return `processes: {web: x}\nx-keys:\n${keys.join('\n')}\n`;
    };
    expect(await loadText(withKeys(19_996))).toEqual([]);
    expect(await loadText(withKeys(19_997))).toEqual([
      'the file holds more than 20000 values, aliases followed',
    ]);
  });

  it('holds tens of thousands of problems', async () => {
    const tags = `x-tags:\n${'- !a b\n'.repeat(20_000)}processes: {web: x}\n`;
    expect((await loadText(tags)).length).toBeGreaterThan(20_000);
    const values = `processes: {web: {cmd: [${'1,'.repeat(19_000)}]}}\n`;
    expect(await loadText(values)).toHaveLength(19_000);
  });

  it('is a mutation of a good file, and is answered', async () => {
    const random = seededRandom(7);
    const good = ['every-key.yaml', 'anchors-and-merges.yaml', 'dollars.yaml'].map(name =>
      readFileSync(join(FOLDER, name), 'utf8'),
    );
    for (let round = 0; round < 400; round++) {
      const text = mutate(good[round % good.length] ?? '', random);
      await expect(loadText(text)).resolves.toBeInstanceOf(Array);
    }
  });
});

const SCRAPS = [
  '&a ',
  '*a',
  '<<: ',
  '\t',
  '\n',
  '---\n',
  '[',
  '{',
  '? ',
  '!!x ',
  '"',
  ': ',
  '\0',
  '💥',
];

/** One to six deletions, doublings and insertions. */
function mutate(text: string, random: () => number): string {
  let mutated = text;
  const steps = 1 + Math.floor(random() * 6);
  for (let step = 0; step < steps; step++) {
    const from = Math.floor(random() * mutated.length);
    const to = from + Math.floor(random() * 20);
    const scrap = SCRAPS[Math.floor(random() * SCRAPS.length)] ?? '';
    const inserted = random() < 0.3 ? mutated.slice(from, to).repeat(2) : scrap;
    mutated = mutated.slice(0, from) + inserted + mutated.slice(random() < 0.5 ? from : to);
  }
  return mutated;
}
