import {cpSync, existsSync, readFileSync} from 'node:fs';
import {chmod} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {ProxCli} from '../rig/prox-cli.ts';
import {type CommandResult, RunningCommand} from '../rig/running-command.ts';

const EXAMPLE = fileURLToPath(new URL('../../examples/ci', import.meta.url));
const BIN = fileURLToPath(new URL('../../bin/prox.js', import.meta.url));

interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The example in a project of its own, where prox is a dependency. */
class CiExample implements AsyncDisposable {
  readonly cli: ProxCli;

  static async create(edit?: Edit): Promise<CiExample> {
    const cli = await ProxCli.create();
    cpSync(EXAMPLE, cli.projectDir, {recursive: true, filter: isSource});
    if (edit !== undefined) {
      const text = readFileSync(join(EXAMPLE, edit.file), 'utf8');
      if (!text.includes(edit.from)) throw new Error(`no ${edit.from} in ${edit.file}`);
      await cli.write(edit.file, text.replace(edit.from, edit.to));
    }
    const launcher = 'node_modules/.bin/prox';
    await cli.write(launcher, `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
    await chmod(join(cli.projectDir, launcher), 0o755);
    return new CiExample(cli);
  }

  private constructor(cli: ProxCli) {
    this.cli = cli;
  }

  start(env: Readonly<Record<string, string>> = {}): RunningCommand {
    const {projectDir, home} = this.cli;
    return new RunningCommand({
      argv: [join(projectDir, 'smoke-test.sh')],
      cwd: home,
      env: {PATH: process.env['PATH'] ?? '', HOME: home, ...env},
    });
  }

  async run(env?: Readonly<Record<string, string>>): Promise<CommandResult> {
    return this.start(env).exit;
  }

  artefact(name: string): string {
    return this.cli.read(`artefacts/${name}`) ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cli[Symbol.asyncDispose]();
  }
}

function isSource(path: string): boolean {
  return !/\/(?:\.data|\.prox|artefacts|node_modules)(?:\/|$)/.test(path.slice(EXAMPLE.length));
}

describe('the smoke test', () => {
  test('is green, and leaves nothing behind', async () => {
    await using example = await CiExample.create();
    const {code, stdout, stderr} = await example.run();

    expect({code, stderr}).toEqual({code: 0, stderr: ''});
    expect(stdout).toMatch(/^prox started[^]*ok: the list has it\n[^]*prox stopped\n$/);
    expect(existsSync(join(example.cli.projectDir, 'artefacts'))).toBe(false);
    await example.cli.assertNothingLeft();
  });

  test('that fails has its exit code, the logs as artefacts, and leaves nothing behind', async () => {
    const edit = {
      file: 'api.mjs',
      from: '{status: 201, body: item}',
      to: '{status: 500, body: {}}',
    };
    await using example = await CiExample.create(edit);
    const {code, stderr} = await example.run();

    expect(code).toBe(1);
    expect(stderr).toMatch(/not ok: an item can be added: expected \{"id":2\}/);
    expect(stderr).toMatch(/^api is running and healthy$/m);
    expect(example.artefact('stack.log')).toMatch(/ api +\| item 2 added\n/);
    expect(JSON.parse(example.artefact('status.json'))).toMatchObject({
      status: {status: 'running'},
    });
    expect(JSON.parse(example.artefact('events.json'))).toMatchObject({has_more: false});
    expect(example.artefact('prox.log')).toContain('api is healthy');
    await example.cli.assertNothingLeft();
  });

  test('of what never gets ready ends in time, and says why', async () => {
    await using example = await CiExample.create({file: 'prox.yaml', from: '/health', to: '/nope'});
    const {code, stdout, stderr} = await example.run({START_TIMEOUT: '1500ms'});

    expect(code).toBe(124);
    expect(stdout).not.toContain('ok:');
    expect(stderr).toMatch(/Timed out: not ready: api: not healthy yet/);
    expect(stderr).toMatch(/error: 404/);
    expect(example.artefact('stack.log')).toContain('listening on');
    await example.cli.assertNothingLeft();
  });

  test('of what crashes at the start does not wait', async () => {
    await using example = await CiExample.create({
      file: 'seed.mjs',
      from: 'await mkdir',
      to: 'nope',
    });
    const {code, stderr} = await example.run();

    expect(code).toBe(1);
    expect(stderr).toMatch(/ critical +seed +seed crashed \(exit code 1\): ReferenceError: nope/);
    await example.cli.assertNothingLeft();
  });

  test('ends nothing that somebody else has started', async () => {
    await using example = await CiExample.create();
    await example.cli.run('up', '-d', '--wait');
    const {pid} = example.cli.state();
    const {code, stdout, stderr} = await example.run();

    expect({code, stdout}).toEqual({code: 1, stdout: ''});
    expect(stderr).toBe('prox is running here already: `prox down` ends it, then run this again\n');
    expect(example.cli.state().pid).toBe(pid);
    expect(await example.cli.run('status')).toMatchObject({code: 0});
    expect(existsSync(join(example.cli.projectDir, 'artefacts'))).toBe(false);
  });

  test('shows no failure of an earlier run', async () => {
    const edit = {file: 'tests.sh', from: 'set -eu', to: 'exit 7'};
    await using example = await CiExample.create(edit);
    const old = {
      id: 1,
      timestamp: '2026-01-01T00:00:00.000Z',
      severity: 'critical',
      type: 'process.crashed',
      process: 'api',
      message: 'api crashed long ago',
      details: {},
      acknowledged: false,
    };
    await example.cli.write('.prox/events.jsonl', `${JSON.stringify(old)}\n`);
    await chmod(join(example.cli.projectDir, '.prox'), 0o700);
    await chmod(join(example.cli.projectDir, '.prox/events.jsonl'), 0o600);
    const {code, stderr} = await example.run();

    expect(code).toBe(7);
    expect(stderr).not.toContain('long ago');
    const {events} = JSON.parse(example.artefact('events.json')) as {events: {id: number}[]};
    expect(events.map(({id}) => id).toSorted((left, right) => left - right)[0]).toBe(2);
  });

  test('that is cancelled ends what it has started', async () => {
    const edit = {file: 'tests.sh', from: 'set -eu', to: 'echo begun; exec sleep 1000'};
    await using example = await CiExample.create(edit);
    const script = example.start();
    await script.line(/begun/);
    script.kill('SIGTERM');

    expect((await script.exit).code).toBe(143);
    await example.cli.assertNothingLeft();
  });
});

interface Workflow {
  readonly jobs: Readonly<Record<string, {readonly steps: readonly Step[]}>>;
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

describe('the workflow', () => {
  const text = readFileSync(join(EXAMPLE, '.github/workflows/smoke.yml'), 'utf8');
  const steps = Object.values((parse(text) as Workflow).jobs).flatMap(job => job.steps);

  test('runs the script and nothing else', () => {
    expect(steps.flatMap(({run}) => run ?? [])).toEqual(['npm install', './smoke-test.sh']);
    expect(existsSync(join(EXAMPLE, 'smoke-test.sh'))).toBe(true);
  });

  test('keeps what the script has collected, when it has failed', () => {
    const upload = steps.find(({uses}) => uses?.startsWith('actions/upload-artifact@') === true);
    expect(upload).toMatchObject({if: 'failure()', with: {path: 'artefacts/'}});
    expect(readFileSync(join(EXAMPLE, 'smoke-test.sh'), 'utf8')).toContain('artefacts=artefacts\n');
  });

  test('uses actions of one major version each', () => {
    for (const {uses} of steps) expect(uses ?? 'none@v0').toMatch(/@v\d+$/);
  });
});
