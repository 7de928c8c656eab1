import {mkdir, symlink} from 'node:fs/promises';
import {delimiter, join} from 'node:path';
import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {ProxCli} from '../rig/prox-cli.ts';
import {ScriptedProcess} from '../rig/scripted-process.ts';

const api = {port: 0};
const forever = 'exec sleep 1000';

test('too few file descriptors crash what finds none, with the cause, and nothing else', async () => {
  // Each takes two, for its output: together more than there are.
  const names = Array.from({length: 130}, (_, index) => `p${index}`);
  const processes = Object.fromEntries(names.map(name => [name, forever]));
  await using cli = await ProxCli.create({config: {api, processes}});
  const limited = ['sh', '-c', 'ulimit -n 256 && exec "$@"', 'sh'];
  const {code, stderr} = await cli.spawnBy(limited, 'up', '-d').exit;
  expect(code).toBe(1);

  const crashed = await namesThatAre('crashed', cli);
  const [runs = ''] = await namesThatAre('running', cli);
  expect(crashed).not.toEqual([]);
  expect(runs).not.toBe('');
  const complaints = stderr.trimEnd().split('\n');
  expect(complaints).toHaveLength(crashed.length);
  for (const complaint of complaints) {
    expect(complaint).toMatch(/^p\d+ crashed \(.*too many open files \(see `ulimit -n`\)\)$/);
  }

  const [again = ''] = crashed;
  expect(await cli.run('stop', runs)).toMatchObject({code: 0});
  expect(await cli.run('start', again)).toMatchObject({code: 0});
  expect(await cli.run('down')).toMatchObject({code: 0});
});

async function namesThatAre(status: string, cli: ProxCli): Promise<readonly string[]> {
  const {processes} = (await cli.json('status')) as {
    processes: readonly {readonly name: string; readonly status: string}[];
  };
  return processes.filter(row => row.status === status).map(({name}) => name);
}

test('without ps a stop still leaves nothing', async () => {
  await using web = await ScriptedProcess.create();
  await using cli = await ProxCli.create({config: {api, processes: {web: web.command}}});
  const up = cli.spawnBy(await onlyWith(['sh', 'mkfifo'], cli), 'up');
  const run = await web.nextRun();
  const stray = await run.spawnGrandchild({detached: true});
  await up.line(/web started/);
  expect(await cli.run('stop', 'web')).toMatchObject({code: 0});
  await Promise.all([run.ended, stray.ended]);
  expect(await cli.run('down')).toMatchObject({code: 0});
  expect(await up.exit).toMatchObject({code: 0, stderr: ''});
});

test.each(['mkfifo', 'sh'])('without %s a process is crashed, and says so', async missing => {
  await using cli = await ProxCli.create({config: {api, processes: {web: forever}}});
  const found = ['sh', 'mkfifo'].filter(name => name !== missing);
  const {code, stderr} = await cli.spawnBy(await onlyWith(found, cli), 'up', '-d').exit;
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`^web crashed \\(.*command not found: ${missing}\\)\n$`));
  expect((await cli.run('status')).stdout).toMatch(/^web +crashed/m);
  expect(await cli.run('down')).toMatchObject({code: 0});
});

/** A launcher for a machine that has these programs only. */
async function onlyWith(programs: readonly string[], cli: ProxCli): Promise<readonly string[]> {
  const folder = join(cli.home, 'bin');
  await mkdir(folder);
  for (const name of programs) await symlink(find(name), join(folder, name));
  return ['env', `PATH=${folder}`];
}

function find(name: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const path = folders.map(folder => join(folder, name)).find(existsSync);
  if (path === undefined) throw new Error(`no ${name} on this machine`);
  return path;
}
