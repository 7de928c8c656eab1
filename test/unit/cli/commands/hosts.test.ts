import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {Bugs} from '../../../../src/cli/bugs.ts';
import {manageHosts} from '../../../../src/cli/commands/hosts.ts';
import {Options} from '../../../../src/cli/options.ts';
import {Output} from '../../../../src/cli/output.ts';
import {ApiRig} from '../../../rig/api-rig.ts';
import {FakeClock} from '../../../rig/fake-clock.ts';
import {tempDir} from '../../daemon/temp-dir.ts';
import {run, type Result} from '../run-program.ts';
import {TextSink} from '../text-sink.ts';

const SERVICES = `processes: {web: sleep 1}
proxy: {domain: shop.test}
services: {web: 3000, api: 4000, '*': 3000}
`;
const SYSTEM = '127.0.0.1 localhost';

/** A project with a hosts file of its own. */
class Machine {
  readonly dir = tempDir();
  readonly file = join(tempDir(), 'hosts');

  constructor(config: string) {
    writeFileSync(join(this.dir, 'prox.yaml'), config);
    writeFileSync(this.file, SYSTEM);
  }

  get lines(): readonly string[] {
    return readFileSync(this.file, 'utf8').split('\n');
  }

  async hosts(values: Readonly<Record<string, unknown>>): Promise<Result> {
    const [stdout, stderr] = [new TextSink(), new TextSink()];
    const env = {HOME: this.dir};
    const outcome = await manageHosts(
      {
        args: [],
        options: new Options(values),
        output: new Output({stdout, stderr, env, color: undefined, isQuiet: false}),
        clock: new FakeClock(),
        env,
        cwd: this.dir,
        bugs: new Bugs(() => {}),
      },
      this.file,
    );
    return {outcome, stdout: stdout.text, stderr: stderr.text};
  }
}

function blockOf(dir: string, ...hosts: readonly string[]): readonly string[] {
  const lines = hosts.flatMap(host => [`127.0.0.1 ${host}`, `::1 ${host}`]);
  return [`# prox begin ${dir}`, ...lines, `# prox end ${dir}`];
}

test('shows the lines of every service, and says that the catch-all has none', async () => {
  const machine = new Machine(SERVICES);
  const lines = blockOf(machine.dir, 'web.shop.test', 'api.shop.test');
  expect(await machine.hosts({})).toEqual({
    outcome: 0,
    stdout: `${lines.join('\n')}\n`,
    stderr: 'note: `*` has no line: a hosts file knows no patterns\n',
  });
  expect(machine.lines).toEqual([SYSTEM]);
  const json = await machine.hosts({show: true, json: true});
  expect(JSON.parse(json.stdout)).toEqual({file: machine.file, lines});
});

test('adds the lines, once, and takes them out again', async () => {
  const machine = new Machine(SERVICES);
  const added = [SYSTEM, ...blockOf(machine.dir, 'web.shop.test', 'api.shop.test')];
  const first = await machine.hosts({add: true});
  expect(first.stdout).toBe(`${machine.file}: web.shop.test, api.shop.test\n`);
  expect(machine.lines).toEqual(added);
  const second = await machine.hosts({add: true, json: true});
  expect(JSON.parse(second.stdout)).toMatchObject({changed: false});
  expect(machine.lines).toEqual(added);
  const removed = await machine.hosts({remove: true});
  expect(removed.stdout).toBe(`${machine.file}: the lines of this project are removed\n`);
  expect(machine.lines).toEqual([SYSTEM]);
  const again = await machine.hosts({remove: true});
  expect(again.stdout).toBe(`no lines of this project in ${machine.file}\n`);
});

test('routes of the prox that runs have lines as well', async () => {
  await using api = await ApiRig.start();
  const machine = new Machine(SERVICES);
  const {stdout} = await machine.hosts({addr: `127.0.0.1:${api.port}`});
  expect(stdout).toContain('127.0.0.1 web.shop.test\n');
  expect(stdout).toContain('127.0.0.1 docs.localhost\n');
});

test('a project without services has no lines', async () => {
  const machine = new Machine('processes: {web: sleep 1}\n');
  expect(await machine.hosts({})).toEqual({
    outcome: 0,
    stdout: '',
    stderr: 'note: this project has no services\n',
  });
  await machine.hosts({add: true});
  expect(machine.lines).toEqual([SYSTEM]);
});

test('a config with problems keeps lines from being added, not from being removed', async () => {
  const machine = new Machine(SERVICES);
  await machine.hosts({add: true});
  writeFileSync(join(machine.dir, 'prox.yaml'), 'processes: 7\n');
  expect(await machine.hosts({add: true})).toMatchObject({outcome: 2, stdout: ''});
  expect(await machine.hosts({remove: true})).toMatchObject({outcome: 0});
  expect(machine.lines).toEqual([SYSTEM]);
});

test('one thing at a time', async () => {
  const {outcome, stderr} = await run('hosts', '--add', '--remove');
  expect(outcome).toBe(2);
  expect(stderr).toContain('--add and --remove exclude each other');
});

test('outside of a project there is nothing to show', async () => {
  const {outcome, stderr} = await run('hosts');
  expect(outcome).toBe(2);
  expect(stderr).toMatch(/No prox\.yaml found/);
});
